"""What has come and is not published yet: files that wait in landing, and deliveries the next published file will hold.

Belongs here: reading both, for pages. Does not belong here: what is published (marts.dq_delivery), decisions
(reviewing.py).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pipelines.intake.landing import pending, printable, sender_code
from pipelines.intake.ledger import Event, Ledger
from pipelines.intake.standing import deliveries_of
from pipelines.product.status import Lang
from pipelines.settings import Home


@dataclass(frozen=True)
class Arrival:
    """One file on its way: it waits, or it was taken in or refused since the last publication."""

    file_name: str
    sender_code: str
    received_at: datetime
    state: Literal["waiting", "taken_in", "refused"]
    dataset: str | None = None
    reason_zh: str | None = None
    reason_en: str | None = None

    def reason(self, lang: Lang) -> str | None:
        """Why it was refused."""
        return self.reason_zh if lang == "zh" else self.reason_en


def on_the_way(place: Home, published: Collection[str]) -> list[Arrival]:
    """Return what has come and is in none of the published deliveries, latest first."""
    taken = [_taken_in(one) for one in _deliveries(place) if one["delivery_id"] not in published]
    return sorted([*waiting(place), *taken], key=lambda arrival: arrival.received_at, reverse=True)


def refused(place: Home) -> list[Arrival]:
    """Return the files that could not be taken in and have not come again since, latest first."""
    found = [_taken_in(one) for one in _deliveries(place) if one["status"] == "refused"]
    return sorted(found, key=lambda arrival: arrival.received_at, reverse=True)


def waiting(place: Home) -> list[Arrival]:
    """Return the files that lie in landing."""
    found = []
    for path in pending(place):
        try:
            since = datetime.fromtimestamp(path.stat().st_mtime, ZoneInfo("Asia/Shanghai")).replace(tzinfo=None)
        except FileNotFoundError:
            continue  # taken in this very moment
        found.append(Arrival(printable(path.name), sender_code(path, place.landing), since, "waiting"))
    return found


def _taken_in(delivery: Event) -> Arrival:
    return Arrival(
        delivery["file_name"],
        delivery["sender_code"],
        datetime.fromisoformat(delivery["received_at"]),
        "refused" if delivery["status"] == "refused" else "taken_in",
        delivery["dataset"],
        delivery.get("reason_zh"),
        delivery.get("reason_en"),
    )


def _deliveries(place: Home) -> list[Event]:
    if not place.ledger.exists():
        return []
    found = place.ledger.stat()
    return _deliveries_of(place.ledger, (found.st_ino, found.st_size, found.st_mtime_ns))


@lru_cache(maxsize=2)
def _deliveries_of(ledger: Path, stamp: tuple[int, int, int]) -> list[Event]:
    return deliveries_of(Ledger(ledger).events())
