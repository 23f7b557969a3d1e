"""What the demo tells of places: rooms as printed, households parted among compounds, bodies begun before lists."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import pytest

from pipelines.demo import bodies, compounds, premises
from pipelines.demo.place import load_places
from pipelines.demo.places import households_on
from pipelines.demo.tables import Table

PLACES = {place.scenario.root: place for place in load_places()}


def records(table: Table) -> list[dict[str, object]]:
    return [dict(zip(table.columns, row, strict=True)) for _, row in table.rows]


def test_each_of_qingshans_communities_has_300_square_metres_as_printed() -> None:
    last = [row for row in records(premises.facilities(PLACES["150204"])) if row["as_on"] == date(2013, 6, 30)]
    area: dict[object, float] = defaultdict(float)
    for row in last:
        area[row["unit"]] += float(str(row["area"]))
    assert len(area) == 25
    assert min(area.values()) >= 300


@pytest.mark.parametrize("root", PLACES)
def test_compounds_hold_the_households_of_their_unit(root: str) -> None:
    place = PLACES[root]
    rows = records(compounds.compounds(place))
    assert len({(row["unit"], row["as_on"], row["compound"]) for row in rows}) == len(rows)
    settled = {(row["unit"], row["as_on"]) for row in rows} - {
        (row["unit"], row["as_on"]) for row in rows if row["kind"] == "new"
    }
    living = Counter[tuple[object, object]]()
    for row in rows:
        living[row["unit"], row["as_on"]] += int(str(row["households_occupied"]))
        assert int(str(row["residents_registered"])) <= int(str(row["residents"]))
    for unit, day in settled:
        assert isinstance(day, date)
        assert living[unit, day] == pytest.approx(households_on(place, place.by_code[str(unit)], day), abs=5)


@pytest.mark.parametrize("root", PLACES)
def test_nothing_is_listed_before_it_began_or_without_its_unit(root: str) -> None:
    place = PLACES[root]
    for table in (bodies.bodies(place), bodies.functions(place), premises.facilities(place)):
        for row in records(table):
            since, day = row["since"], row["as_on"]
            assert isinstance(since, date)
            assert isinstance(day, date)
            unit = place.by_code[str(row["unit"])]
            assert unit.valid_from <= since <= day
            assert unit.stands(day)


def test_the_invented_district_stays_short_of_the_urban_target_and_meets_the_rural_one() -> None:
    place = PLACES["D5"]
    titled = {row["unit"] for row in records(bodies.titles(place))}
    standing = [unit for unit in place.base_units if unit.stands(place.scenario.as_of)]
    shares = {
        side: sum(unit.code in titled for unit in standing if unit.urban_rural == side)
        / sum(unit.urban_rural == side for unit in standing)
        for side in ("urban", "rural")
    }
    assert 0.8 < shares["urban"] < 0.95
    assert shares["rural"] >= 0.85
