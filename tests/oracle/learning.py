"""Trainings and the workers who took part.

Belongs here: lists of trainings. Does not belong here: certificates (workforce.py).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from counts import Flow, Stock
from facts import Contributions, Facts, Written

LAST = dt.date.max


def written(facts: Facts) -> Written:
    """The measures of this theme."""
    return {
        "trainings_held": lambda: (Flow(unit, day) for unit, day in _held(facts, None)),
        "special_trainings": lambda: (Stock(unit, day, None) for unit, day in _held(facts, "special")),
        "workers_trained": lambda: _trained(facts, new=False),
        "new_workers": lambda: _new(facts),
        "new_workers_trained": lambda: _trained(facts, new=True),
        "workers_all_round": lambda: _all_round(facts),
    }


def _held(facts: Facts, kind: str | None) -> list[tuple[str, dt.date]]:
    """Trainings, each once on its first day, however many took part."""
    first: dict[tuple[str, str], dt.date] = {}
    for row in facts.rows("trainings"):
        if kind in (None, row["kind"]):
            key = row["unit"], row["training_no"]
            first[key] = min(first.get(key, LAST), row["held_on"])
    return [(unit, day) for (unit, _), day in first.items()]


def _rosters(facts: Facts) -> Iterator[tuple[str, str, dt.date, dt.date, dt.date]]:
    """Unit, person, first and last day on the roster, and the day the worker entered."""
    for unit, listed in facts.rosters.items():
        for row, since, until in listed:
            yield unit, row["person_id"], since, until, row["started_on"]


def _new(facts: Facts) -> Contributions:
    """A worker is new for a year from the first day."""
    for unit, _, since, until, entered in _rosters(facts):
        yield from _while(unit, max(since, entered), min(until, _year_after(entered)))


def _trained(facts: Facts, *, new: bool) -> Contributions:
    """A worker trained within the past year; of new ones, since they entered."""
    took_part: dict[str, set[dt.date]] = defaultdict(set)
    for row in facts.rows("trainings"):
        took_part[row["person_id"]].add(row["held_on"])
    for unit, person, since, until, entered in _rosters(facts):
        days = sorted(took_part.get(person, ()))
        for place, day in enumerate(days):
            following = days[place + 1] if place + 1 < len(days) else LAST
            first, last = max(since, day), min(until, _year_after(day), following)
            if new:
                first, last = max(first, entered), min(last, _year_after(entered))
            yield from _while(unit, first, last)


def _all_round(facts: Facts) -> Contributions:
    """A worker who has passed the test of all trades."""
    passed: dict[str, dt.date] = {}
    for row in facts.rows("trainings"):
        if row["kind"] == "all_round" and row["result"] == "passed":
            passed[row["person_id"]] = min(passed.get(row["person_id"], LAST), row["held_on"])
    for unit, person, since, until, _ in _rosters(facts):
        yield from _while(unit, max(since, passed.get(person, LAST)), until)


def _while(unit: str, since: dt.date, until: dt.date) -> Iterator[Stock]:
    if since < until:
        yield Stock(unit, since, None if until == LAST else until)


def _year_after(day: dt.date) -> dt.date:
    return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else dt.date(day.year + 1, 2, 28)
