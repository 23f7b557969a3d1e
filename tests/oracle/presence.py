"""What a unit has, and from when to when: the days on which delivered rows show it.

Belongs here: what shows that a thing is there. Does not belong here: which things belong together (compositions.py).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from dated import dated
from facts import Facts

LAST = dt.date.max
Days = tuple[dt.date, dt.date]
Shown = Iterator[tuple[str, str, dt.date, dt.date | None]]
GRID_ROLES = ("workers", "directors", "guides")
CONTRIBUTIONS = ("pension", "medical", "unemployment", "work_injury", "maternity", "housing_fund")


def days_of(facts: Facts) -> dict[tuple[str, str], list[Days]]:
    """The days on which a unit has an item, by unit and item: none of them twice."""
    found: dict[tuple[str, str], list[Days]] = defaultdict(list)
    for unit, item, since, until in (*_on_lists(facts), *_of_events(facts), *_of_everybody(facts)):
        found[unit, item].append((since, until or LAST))
    return {key: _joined(days) for key, days in found.items()}


def _joined(days: list[Days]) -> list[Days]:
    joined: list[Days] = []
    for since, until in sorted(days):
        if joined and since <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], until)
        elif since < until:
            joined.append((since, until))
    return joined


def _on_lists(facts: Facts) -> Shown:
    for row, since, until in dated(facts, "registers", "item"):
        yield row["unit"], f"registers.{row['item']}", since, until
    for row, since, until in dated(facts, "facility_functions", "facility_function"):
        yield row["unit"], f"facility_functions.{row['facility_function']}", since, until
    for row, since, until in facts.spells("organisations"):
        yield row["unit"], f"organisations.{row['class']}", since, until
    for row, since, until in facts.spells("posts"):
        if row["holders"] > 0:
            yield row["unit"], f"posts.{row['role']}", since, until
    for row, since, until in facts.spells("service_items"):
        taken_back = row["withdrawn_on"]
        if taken_back is None or since < taken_back:
            yield row["unit"], f"service_items.{row['domain']}", since, min(until or LAST, taken_back or LAST)
    for row, since, until in facts.spells("data_feeds"):
        live = row["live_since"]
        if live is not None and live < (until or LAST):
            yield row["unit"], f"data_feeds.{row['feed']}", max(since, live), until


def _of_events(facts: Facts) -> Shown:
    for row in facts.rows("network_points"):
        yield row["unit"], f"network_points.{row['kind']}", row["opened_on"], row["closed_on"]
    for row in facts.rows("meetings"):
        # What was held is there for a year.
        yield row["unit"], f"meetings.{row['kind']}", row["held_on"], row["held_on"] + dt.timedelta(days=365)
    for row in facts.rows("projects"):
        until = row["ended_on"]
        if row["class"].endswith("_assessment"):
            until = dt.date(row["started_on"].year + 1, 1, 1)
        yield row["unit"], f"projects.{row['class']}", row["started_on"], until
    for row in facts.rows("planning_cases"):
        if row["compliant"] == "yes":
            yield row["unit"], f"planning_cases.{row['kind']}", row["filed_on"], None


def _of_everybody(facts: Facts) -> Shown:
    """What every grid of a unit has, and what is paid for everybody there."""
    grids = defaultdict(list)
    for row, since, until in facts.spells("grids"):
        grids[row["unit"], since, until].append(row)
    for (unit, since, until), rows in grids.items():
        for role in GRID_ROLES:
            if all((row[role] or 0) > 0 for row in rows):
                yield unit, f"grids.{role}", since, until
    paid = defaultdict(list)
    for row in facts.rows("pay"):
        paid[row["unit"], row["year"]].append(row)
    for (unit, year), rows in paid.items():
        for name in CONTRIBUTIONS:
            if all((row[name] or 0) > 0 for row in rows):
                yield unit, f"pay.{name}", dt.date(year, 12, 31), dt.date(year + 1, 12, 31)
