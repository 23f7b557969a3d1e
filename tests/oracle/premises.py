"""Rooms and centres, each counted from the day it opened.

Belongs here: what lists of facilities say. Does not belong here: functions that rooms fulfil.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from counts import Stock
from facts import Amount, Contributions, Facts, Spell, Written, adds, one

AMOUNTS: dict[str, Amount] = {
    "facilities_listed": one(),
    "facilities_held_for_community": one(manager="street", right_of_use="community"),
    "facilities_for_profit": one(commercial_use="yes"),
    "facilities_charged": one(tariff=None),
    "facilities_at_residents_rates": one(tariff={"resident", "reduced"}),
    "facilities_deficient": one(defect=None),
    "facilities_put_right": one(defect=None, remedied_on=None),
    "facilities_planned": one(obtained_by="planned"),
    "facilities_handed_over": lambda row: int(
        row["obtained_by"] == "planned" and (row["defect"] != "not_handed_over" or row["remedied_on"] is not None)
    ),
    "rooms_area": adds("area", kind={"rooms", "combined", "rooms_new_estate", "rooms_old_estate"}),
    "activity_area": adds("area", kind="activity"),
    "friend_centre_area": adds("area", kind="friend_centre"),
    "zone_centres": one(kind="zone_centre"),
    "zone_centre_area": adds("area", kind="zone_centre"),
    "service_centres": one(kind="service_centre"),
    "service_centre_area": adds("area", kind="service_centre"),
    "combined_facilities": one(kind="combined"),
    "new_estate_rooms": one(kind="rooms_new_estate"),
    "new_estate_rooms_area": adds("area", kind="rooms_new_estate"),
    "old_estate_rooms": one(kind="rooms_old_estate"),
    "old_estate_rooms_area": adds("area", kind="rooms_old_estate"),
}


def written(facts: Facts) -> Written:
    """The measures of this theme."""
    return {name: lambda amount=amount: _standing(facts, amount) for name, amount in AMOUNTS.items()}


def _standing(facts: Facts, amount: Amount) -> Contributions:
    return (Stock(row["unit"], since, until, amount(row)) for row, since, until in _opened(facts))


def _opened(facts: Facts) -> Iterator[Spell]:
    """One that a list names anew counts from the day it opened, if that is after the list before."""
    days: dict[str, set[dt.date]] = defaultdict(set)
    named: set[tuple[str, str, dt.date]] = set()
    for row in facts.rows("facilities"):
        days[row["unit"]].add(row["as_on"])
        named.add((row["unit"], row["facility_no"], row["as_on"]))
    begins = {row["code"]: row["valid_from"] for row in reversed(facts.tree.rows)}
    for row, listed, until in facts.spells("facilities"):
        since = listed
        before = max((day for day in days[row["unit"]] if day < row["as_on"]), default=None)
        if before is None or (row["unit"], row["facility_no"], before) not in named:
            since = max(row["since"], before or begins[row["unit"]])
        else:
            since = max(since, row["since"])
        if until is None or since < until:
            yield row, since, until
