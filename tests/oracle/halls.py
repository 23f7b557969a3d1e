"""Windows and one-door service, bodies that answer to somebody, property firms that the community appraises.

Belongs here: what looks at a whole list of service items, registers and organisations. Does not belong here: conditions
on single rows of those lists (conditions.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from counts import Stock
from dated import dated
from facts import Amount, Contributions, Facts, Written, one
from records import Row


def written(facts: Facts) -> Written:
    """The measures of this theme."""
    return {
        "units_listing": _of_lists(facts, lambda rows: 1),
        "one_door_units": _of_lists(facts, lambda rows: int(any(row["one_door"] == "yes" for row in rows))),
        "windows": _of_lists(facts, lambda rows: len(_windows(rows))),
        "window_hours": _of_lists(facts, lambda rows: sum(_windows(rows).values())),
        "hall_windows": _of_lists(facts, lambda rows: len(_windows(rows)), local=False),
        "residents_committees": _bodies(facts, one(item="residents_committee")),
        "work_stations": _bodies(facts, one(item="work_station")),
        "work_stations_dispatched": _bodies(facts, one(item="work_station", responsible="management_committee")),
        "leading_groups_by_main_leaders": _bodies(facts, one(item="leading_group", responsible="main_leaders")),
        "property_firms_appraised": facts.seen(
            "organisations",
            "appraised_on",
            lambda row: (
                (row["unit"], row["org_no"])
                if row["class"] == "property_firm" and row["appraised_on"] is not None
                else None
            ),
        ),
    }


def _bodies(facts: Facts, amount: Amount) -> Callable[[], Contributions]:
    return lambda: (
        Stock(row["unit"], since, until, amount(row)) for row, since, until in dated(facts, "registers", "item")
    )


def _windows(rows: list[Row]) -> dict[str, Decimal]:
    """The windows of a list, each once, and the hours a week it is open: as the first item says that says so."""
    found: dict[str, Decimal] = {}
    for row in sorted(rows, key=lambda row: row["item_no"]):
        if row["window_no"] is not None:
            found[row["window_no"]] = found.get(row["window_no"]) or row["weekly_hours"] or Decimal(0)
    return found


def _of_lists(facts: Facts, amount: Callable[[list[Row]], Any], *, local: bool = True) -> Callable[[], Contributions]:
    """What a unit's whole list of service items adds while it is in force; a street's own list is that of its hall."""

    def found() -> Contributions:
        lists: dict[tuple[str, dt.date, dt.date | None], list[Row]] = {}
        for row, since, until in facts.spells("service_items"):
            if facts.is_local(row) is local:
                lists.setdefault((row["unit"], since, until), []).append(row)
        return (Stock(unit, since, until, amount(rows)) for (unit, since, until), rows in lists.items())

    return found
