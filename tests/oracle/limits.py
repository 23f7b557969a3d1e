"""Limits and duties in time.

Belongs here: when a matter's limit runs out, reports due every half-year, days between two steps. Does not belong here:
weekly duties (party.py), other counts of matters and meetings (conditions.py).
"""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from pathlib import Path

from counts import Flow, Stock
from facts import Contributions, Facts, Written

REPORTS = {"secretary_report", "head_report", "director_report"}
WORKDAYS = Path(__file__).parents[2] / "seeds" / "reference" / "workdays.csv"


def written(facts: Facts) -> Written:
    """The measures of this theme."""
    return {
        "cases_due": lambda: _due(facts, only_in_time=False),
        "cases_in_time": lambda: _due(facts, only_in_time=True),
        "duty_reports": lambda: _reports(facts),
        "drafting_days": lambda: _drafting(facts),
    }


@cache
def _exceptions() -> dict[dt.date, str]:
    with WORKDAYS.open(encoding="utf-8") as lines:
        return {dt.date.fromisoformat(row["day"]): row["kind"] for row in csv.DictReader(lines)}


def _runs_out(received: dt.date, days: int) -> dt.date | None:
    """The last day of a limit, the day of receipt not counted; none where holidays are not known so far."""
    exceptions = _exceptions()
    on = received
    while days:
        on += dt.timedelta(days=1)
        if not min(exceptions).year <= on.year <= max(exceptions).year:
            return None
        days -= exceptions.get(on, "off" if on.isoweekday() > 5 else "working") == "working"
    return on


def _due(facts: Facts, *, only_in_time: bool) -> Contributions:
    for row in facts.rows("cases"):
        last = _runs_out(row["received_on"], row["limit_days"]) if row["limit_days"] else None
        in_time = last is not None and row["closed_on"] is not None and row["closed_on"] <= last
        if last is not None and (in_time or not only_in_time):
            yield Flow(row["unit"], last)


def _reports(facts: Facts) -> Contributions:
    """Each of the three posts reports once a half-year: a second report by one stands for no other's."""
    made: set[tuple[str, str, int, bool]] = set()
    for row in sorted(facts.rows("meetings"), key=lambda row: row["held_on"]):
        half = (row["unit"], row["kind"], row["held_on"].year, row["held_on"].month > 6)
        if row["kind"] in REPORTS and half not in made:
            made.add(half)
            yield Flow(row["unit"], row["held_on"])


def _drafting(facts: Facts) -> Contributions:
    """A draft sent round for the first time since the last seminar on it, and the days between."""
    seminars: dict[str, dt.date] = {}
    for row in sorted(facts.rows("meetings"), key=lambda row: row["held_on"]):
        if row["kind"] == "drafting_seminar":
            seminars[row["unit"]] = row["held_on"]
        elif row["kind"] == "draft_circulation" and row["unit"] in seminars:
            yield Stock(row["unit"], row["held_on"], None, (row["held_on"] - seminars.pop(row["unit"])).days)
