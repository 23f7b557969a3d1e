"""What has come and is not published yet: files that wait in landing, and deliveries the next published file will hold.

Belongs here: reading both, for pages, and what was decided of a delivery. Does not belong here: what is published
(marts.dq_delivery), deciding (reviewing.py).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pipelines import clock
from pipelines.intake.landing import pending, printable, sender_code
from pipelines.intake.ledger import Event, Ledger
from pipelines.intake.standing import stand
from pipelines.product.status import Lang
from pipelines.settings import Home

State = Literal["waiting", "taken_in", "refused", "withdrawn", "returned"]


@dataclass(frozen=True)
class Arrival:
    """One file on its way: it waits, or it was taken in or refused, or withdrawn, since the last publication."""

    file_name: str
    sender_code: str
    received_at: datetime
    state: State
    dataset: str | None = None
    reason_zh: str | None = None
    reason_en: str | None = None
    delivery_id: str | None = None

    def reason(self, lang: Lang) -> str | None:
        """Why it was refused."""
        return self.reason_zh if lang == "zh" else self.reason_en


@dataclass(frozen=True)
class Decision:
    """What somebody decided about a delivery: it is withdrawn or returned, or it counts from the next run on."""

    status: State
    at: datetime
    who: str
    why: str

    @property
    def counts(self) -> bool:
        """Whether the delivery counts by it."""
        return self.status == "taken_in"


def decisions(place: Home) -> Mapping[str, Decision]:
    """Return what was decided about deliveries, by their ids."""
    return _decisions_of(place.ledger, _stamp(place)) if place.ledger.exists() else {}


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
            since = clock.changed_at(path)
        except FileNotFoundError:
            continue  # taken in this very moment
        found.append(Arrival(printable(path.name), sender_code(path, place.landing), since, "waiting"))
    return found


def _state(delivery: Event) -> State:
    gone: dict[str, State] = {"refused": "refused", "withdrawn": "withdrawn", "returned": "returned"}
    return gone.get(delivery["status"], "taken_in")


def _taken_in(delivery: Event) -> Arrival:
    return Arrival(
        delivery["file_name"],
        delivery["sender_code"],
        datetime.fromisoformat(delivery["received_at"]),
        _state(delivery),
        delivery["dataset"],
        delivery.get("reason_zh"),
        delivery.get("reason_en"),
        delivery["delivery_id"],
    )


def _deliveries(place: Home) -> list[Event]:
    return _deliveries_of(place.ledger, _stamp(place)) if place.ledger.exists() else []


def _stamp(place: Home) -> tuple[int, int, int]:
    found = place.ledger.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


@lru_cache(maxsize=2)
def _deliveries_of(ledger: Path, stamp: tuple[int, int, int]) -> list[Event]:
    return stand(Ledger(ledger).events())


@lru_cache(maxsize=2)
def _decisions_of(ledger: Path, stamp: tuple[int, int, int]) -> dict[str, Decision]:
    return {
        one["delivery_id"]: Decision(
            _state(one), datetime.fromisoformat(one["decided_at"]), one["decided_by"], one["decided_why"]
        )
        for one in _deliveries_of(ledger, stamp)
        if one["decided_at"] and one["status"] != "held"
    }
