"""The neighbour network: its plan, and what was built.

Belongs here: centres, stations and points. Does not belong here: subsidies to them (money.py).
"""

from __future__ import annotations

from counts import Stock
from facts import Amount, Contributions, Facts, Written, adds, one

SIDES = ("urban", "rural")

STANDING: dict[str, Amount] = {
    "centers_built": one(kind="center"),
    "stations_and_points": one(kind={"station", "point"}),
    "station_investment": adds("invested", kind="station"),
    "center_investment": adds("invested", kind="center"),
    "stations_with_social_worker": one(kind="station", social_worker="yes"),
    "points_led_and_instructed": one(kind="point", leader="resident", instructor="yes"),
    "points_in_rooms": one(kind="point", venue={"community_room", "property_room"}),
    "points_in_ground_voids": one(kind="point", venue="ground_void"),
    "points_in_pioneer_stations": one(kind="point", venue="pioneer_station"),
    "points_in_homes": one(kind="point", venue="private_home"),
}
PLANNED: dict[str, Amount] = {
    "planned_points": adds("planned_points"),
    "plan_units": one(),
    "plan_residents": adds("residents"),
    "plan_sub_units": adds("sub_units"),
}


def written(facts: Facts) -> Written:
    """The measures of this theme."""
    found: Written = {
        "planned_points": facts.stock("network_plan", adds("planned_points")),
        "plan_residents": facts.stock("network_plan", adds("residents")),
        "plan_sub_units": facts.stock("network_plan", adds("sub_units")),
    }
    for kind in ("point", "station"):
        found[f"{kind}s_built"] = lambda kind=kind: _standing(facts, one(kind=kind))
        for side in SIDES:
            found[f"{kind}s_built_{side}"] = lambda kind=kind, side=side: _standing(facts, one(kind=kind), side)
    for name, amount in STANDING.items():
        found[name] = lambda amount=amount: _standing(facts, amount)
    for name, amount in PLANNED.items():
        for side in SIDES:
            found[f"{name}_{side}"] = lambda amount=amount, side=side: _planned(facts, amount, side)
    found["leaders_trained"] = lambda: _trained(facts)
    return found


def _standing(facts: Facts, amount: Amount, side: str | None = None) -> Contributions:
    for row in facts.rows("network_points"):
        if side in (None, facts.urban_rural[row["unit"]]):
            yield Stock(row["unit"], row["opened_on"], row["closed_on"], amount(row))


def _trained(facts: Facts) -> Contributions:
    """Stations and points from the day on which whoever is in charge was trained."""
    for row in facts.rows("network_points"):
        if row["kind"] in {"station", "point"} and row["trained_on"] is not None:
            since = max(row["opened_on"], row["trained_on"])
            if row["closed_on"] is None or since < row["closed_on"]:
                yield Stock(row["unit"], since, row["closed_on"])


def _planned(facts: Facts, amount: Amount, side: str) -> Contributions:
    for row, since, until in facts.spells("network_plan"):
        if facts.urban_rural[row["unit"]] == side:
            yield Stock(row["unit"], since, until, amount(row))
