"""The friend-neighbour network and the money of communities.

Belongs here: measures of network_plan, network_points and funding. Does not belong here: how they add up (counts.py).
"""

from __future__ import annotations

from counts import Flow, Stock
from lists import PEOPLE, Contributions, Lists, Written


def measures(lists: Lists) -> dict[str, Written]:
    """Every measure of this theme."""
    found = {
        "planned_points": Written(lambda: lists.listed("network_plan", "planned_points")),
        "plan_residents": Written(lambda: lists.listed("network_plan", "residents")),
        "plan_sub_units": Written(lambda: lists.listed("network_plan", "sub_units")),
        "centers_built": Written(lambda: _points(lists, "center")),
        "community_work_city_budgeted": Written(lambda: _community_work(lists, "city")),
        "community_work_district_budgeted": Written(lambda: _community_work(lists, "district")),
    }
    for kind in ("point", "station"):
        found[f"{kind}s_built"] = Written(lambda kind=kind: _points(lists, kind))
        for side in ("urban", "rural"):
            found[f"{kind}s_built_{side}"] = Written(lambda kind=kind, side=side: _points(lists, kind, side))
    for side in ("urban", "rural"):
        found[f"planned_points_{side}"] = Written(
            lambda side=side: lists.listed(
                "network_plan", "planned_points", lambda row: lists.urban_rural[row["unit"]] == side
            )
        )
    for stage in ("budgeted", "allocated", "spent"):
        found[f"funding_{stage}"] = Written(lambda stage=stage: _funding(lists, stage))
        for category in ("office", "service"):
            found[f"{category}_{stage}"] = Written(
                lambda stage=stage, category=category: _funding(lists, stage, category)
            )
    return found


def _points(lists: Lists, kind: str, side: str | None = None) -> Contributions:
    for row in lists.rows("network_points"):
        if row["kind"] == kind and side in (None, lists.urban_rural[row["unit"]]):
            yield Stock(row["unit"], row["opened_on"], row["closed_on"])


def _funding(lists: Lists, stage: str, category: str | None = None) -> Contributions:
    for row in lists.rows("funding"):
        local = lists.tree.types[row["unit"]] in PEOPLE
        if local and row["stage"] == stage and category in (None, row["category"]):
            yield Flow(row["unit"], row["booked_on"], row["amount"])


def _community_work(lists: Lists, level: str) -> Contributions:
    for row in lists.rows("funding"):
        named = (row["stage"], row["category"], row["source_level"], lists.tree.types[row["unit"]])
        if named == ("budgeted", "community_work", level, level):
            yield Flow(row["unit"], row["booked_on"], row["amount"])
