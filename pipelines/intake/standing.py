"""Where each delivery stands: the events of the ledger folded into one status a delivery.

A delivery counts while its status is `ingested`. `refused` files never had rows; `withdrawn` and `returned` ones are
gone; `submitted` ones wait for approval; `held` ones came after their period was closed.
Belongs here: the fold, which reads nothing but what it is given and does not depend on the order of events. Does not
belong here: who may decide what and when (decisions.py), the ledger's file (ledger.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from pipelines.catalog.jurisdictions import Review
from pipelines.intake.ledger import Event
from pipelines.intake.periods import Span, period_span

Status = Literal["ingested", "refused", "withdrawn", "returned", "held", "submitted"]

# The register of units says who stands below whom, so it cannot itself wait for somebody above.
REGISTER = "units"


@dataclass(frozen=True)
class Place:
    """Where a unit stands in the tree."""

    unit_type: str | None
    parent: str | None


@dataclass(frozen=True)
class Rules:
    """Where units stand, and which roots have their deliveries reviewed."""

    places: Mapping[str, Place] = field(default_factory=dict)
    reviews: Mapping[str, Review] = field(default_factory=dict)

    def self_and_above(self, code: str) -> Iterator[str]:
        """Return a unit and the units above it; a circle in the register is left after one turn."""
        seen: set[str] = set()
        current: str | None = code
        while current is not None and current not in seen:
            seen.add(current)
            yield current
            place = self.places.get(current)
            current = place.parent if place else None

    def is_reviewed(self, delivery: Event) -> bool:
        """Return whether a delivery counts only from its approval."""
        place = self.places.get(delivery["sender_code"])
        if place is None or delivery["dataset"] == REGISTER:
            return False
        reviews = [self.reviews[code] for code in self.self_and_above(delivery["sender_code"]) if code in self.reviews]
        return any(place.unit_type in review.unit_types and received(delivery) >= review.since for review in reviews)


def stand(events: Sequence[Event], rules: Rules | None = None) -> list[Event]:
    """Return every delivery with its status, and by whom, when and why it came to it."""
    known = rules or Rules()
    closings = closed_periods(events)
    withdrawn = _first_of(events, "withdrawn")
    returned = _first_of((e for e in events if e.get("decision") == "returned"), "reviewed")
    approved = _first_of((e for e in events if e.get("decision") == "approved"), "reviewed")
    stood = []
    for delivery in deliveries_of(events):
        identifier = delivery["delivery_id"]
        status, event = _status(
            delivery,
            known,
            closings,
            withdrawn.get(identifier),
            returned.get(identifier),
            approved.get(identifier),
        )
        stood.append(delivery | {"status": status} | _decision(event))
    return stood


def deliveries_of(events: Iterable[Event]) -> list[Event]:
    """Return every delivery, accepted or refused, with the facts of the file it came in.

    A refusal is forgotten once the same file has been judged again.
    """
    deliveries: dict[str, Event] = {}
    refused: dict[tuple[str, str], str] = {}
    for event in events:
        if event["event"] != "received":
            continue
        file = (event["sender_code"], event["sha256"])
        deliveries.pop(refused.pop(file, ""), None)
        facts = {key: value for key, value in event.items() if key not in ("event", "deliveries", "notes")}
        for delivery in event["deliveries"]:
            deliveries[delivery["delivery_id"]] = facts | delivery
            if delivery["status"] == "refused":
                refused[file] = delivery["delivery_id"]
    return list(deliveries.values())


def closed_periods(events: Iterable[Event]) -> list[Event]:
    """Return the closings in force: the earliest of each unit and period since it was last reopened."""
    latest_reopening: dict[tuple[str, str], str] = {}
    closings: list[Event] = []
    for event in events:
        if event["event"] == "reopened":
            key = (event["unit_code"], event["period"])
            latest_reopening[key] = max(latest_reopening.get(key, ""), event["at"])
        elif event["event"] == "closed":
            closings.append(event)
    in_force = [
        closing
        for closing in closings
        if closing["at"] > latest_reopening.get((closing["unit_code"], closing["period"]), "")
    ]
    return sorted(in_force, key=lambda closing: str(closing["at"]))


def closing_over(delivery: Event, closings: Iterable[Event], rules: Rules) -> Event | None:
    """Return the first closing that covers a delivery's sender and any of its days."""
    span = days_of(delivery)
    if span is None or delivery["dataset"] == REGISTER:
        return None
    above = set(rules.self_and_above(delivery["sender_code"]))
    for closing in closings:
        closed = period_span(closing["period"])
        if closing["unit_code"] in above and closed and closed[0] <= span[1] and span[0] <= closed[1]:
            return closing
    return None


def days_of(delivery: Event) -> Span | None:
    """Return the days a delivery speaks of: those of its rows, else those of the period in its title."""
    if delivery.get("first_day"):
        return date.fromisoformat(delivery["first_day"]), date.fromisoformat(delivery["last_day"])
    return period_span(delivery.get("period_label") or "")


def received(delivery: Event) -> date:
    """Return the day a delivery arrived."""
    return datetime.fromisoformat(delivery["received_at"]).date()


def _status(
    delivery: Event,
    rules: Rules,
    closings: Sequence[Event],
    withdrawn: Event | None,
    returned: Event | None,
    approved: Event | None,
) -> tuple[Status, Event | None]:
    if delivery["status"] == "refused":
        return "refused", None
    if withdrawn is not None:
        return "withdrawn", withdrawn
    if returned is not None:
        return "returned", returned
    arrived = delivery["received_at"]
    if (closing := closing_over(delivery, (c for c in closings if c["at"] < arrived), rules)) is not None:
        return "held", closing
    if approved is None and rules.is_reviewed(delivery):
        return "submitted", None
    return "ingested", approved


def _first_of(events: Iterable[Event], kind: str) -> dict[str, Event]:
    found: dict[str, Event] = {}
    for event in events:
        if event["event"] == kind:
            earlier = found.setdefault(event["delivery_id"], event)
            found[event["delivery_id"]] = min(earlier, event, key=lambda one: str(one["at"]))
    return found


def _decision(event: Event | None) -> Event:
    said = event or {}
    return {"decided_at": said.get("at"), "decided_by": said.get("who"), "decided_why": said.get("why")}
