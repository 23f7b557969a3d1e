"""Rooms and centres, each counted from the day it opened.

Belongs here: what lists of facilities say. Does not belong here: functions that rooms fulfil.
"""

from __future__ import annotations

from counts import Stock
from dated import dated
from facts import Amount, Contributions, Facts, Written, adds, one

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
    opened = dated(facts, "facilities", "facility_no")
    return (Stock(row["unit"], since, until, amount(row)) for row, since, until in opened)
