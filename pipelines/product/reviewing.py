"""Decisions on deliveries: taking one back; where review is switched on, what waits for approval and what is closed.

Belongs here: what a page shows and does of it. Does not belong here: the rules (intake/decisions.py, standing.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pipelines.catalog.contracts import load_contracts
from pipelines.catalog.jurisdictions import load_reviews
from pipelines.intake import decisions
from pipelines.intake.ledger import Event, Ledger
from pipelines.intake.standing import closed_periods, stand
from pipelines.intake.unit_register import rules_for
from pipelines.settings import Home


@dataclass(frozen=True)
class Submitted:
    """A delivery that counts only once it is approved."""

    delivery_id: str
    dataset: str
    file_name: str
    sender_code: str
    received_at: datetime
    rows_read: int


@dataclass(frozen=True)
class Closing:
    """A period that was closed: what comes for it is held."""

    unit_code: str
    period: str
    who: str
    at: datetime
    why: str


@dataclass(frozen=True)
class Reviewing:
    """Where review stands for a unit: of itself and of all below it; `decides` says whether it is above the senders."""

    decides: bool
    submitted: tuple[Submitted, ...]
    closings: tuple[Closing, ...]


def reviewing(place: Home, unit_code: str) -> Reviewing | None:
    """Tell where review stands; None where nobody has switched it on for the unit."""
    reviews = load_reviews()
    if not reviews:
        return None
    events = Ledger(place.ledger).events()
    rules = rules_for(place, events, load_contracts(), reviews)
    above = list(rules.self_and_above(unit_code))
    switched_on = [reviews[code] for code in above if code in reviews]
    if not switched_on:
        return None
    unit = rules.places.get(unit_code)
    waiting = [
        _submitted(delivery)
        for delivery in stand(events, rules)
        if delivery["status"] == "submitted" and unit_code in rules.self_and_above(delivery["sender_code"])
    ]
    closings = [_closing(event) for event in closed_periods(events) if event["unit_code"] in above]
    sends = unit is not None and any(unit.unit_type in review.unit_types for review in switched_on)
    return Reviewing(not sends, tuple(waiting), tuple(closings))


def withdraw(place: Home, delivery_id: str, who: str, why: str) -> None:
    """Take a delivery back, for good; from the next run on what it had replaced counts again."""
    decisions.withdraw(place, delivery_id, who, why)


def decide(
    place: Home, delivery_ids: Sequence[str], decision: Literal["approved", "returned"], who: str, remark: str
) -> None:
    """Approve or return deliveries; it counts from the next run on."""
    decisions.review(place, delivery_ids, decision, who, remark)


def close(place: Home, unit_code: str, period: str, who: str, why: str, *, reopen: bool) -> None:
    """Close a period of a unit and all below it, or reopen it."""
    decisions.close(place, unit_code, period, who, why, reopen=reopen)


def _submitted(delivery: Event) -> Submitted:
    return Submitted(
        delivery["delivery_id"],
        delivery["dataset"],
        delivery["file_name"],
        delivery["sender_code"],
        datetime.fromisoformat(delivery["received_at"]),
        delivery["rows_read"],
    )


def _closing(event: Event) -> Closing:
    when = datetime.fromisoformat(event["at"])
    return Closing(event["unit_code"], event["period"], event["who"], when, event["why"])
