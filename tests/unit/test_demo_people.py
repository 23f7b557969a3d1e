"""What the demo tells about people beside the roster: printed figures met, lists that agree with the roster."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from pipelines.demo import grids, hearings, party, places, posts, staff
from pipelines.demo.place import Place, load_places
from pipelines.demo.tables import Table

PLACES = {place.scenario.root: place for place in load_places()}


def listed(table: Table, day: date) -> list[dict[str, object]]:
    return [dict(zip(table.columns, row, strict=True)) for on, row in table.rows if on == day]


def number(value: object) -> int:
    return int(str(value or 0))


@pytest.fixture(scope="module")
def qingshan() -> Place:
    return PLACES["150204"]


def test_qingshan_posts_are_as_printed(qingshan: Place) -> None:
    rows = listed(posts.posts(qingshan, staff.Staffing(qingshan).all()), date(2013, 6, 30))
    cadres = Counter(str(row["role"]) for row in rows if row["grade"] == "deputy_section")
    assert cadres == {"secretary": 25, "station_head": 23}
    street = {unit.code for unit in qingshan.units if unit.parent_code == "150204002"}
    assert (
        sum(number(row["holders"]) for row in rows if row["role"] == "representative" and row["unit"] in street) == 798
    )
    moved = sum(number(row["holders"]) for row in rows if row["background"] == "street_staff")
    before = sum(number(row["established"]) for row in rows if row["role"] == "street_staff")
    assert moved / before == pytest.approx(2 / 3, abs=0.01)


def test_three_committees_of_qingshan_have_affiliates(qingshan: Place) -> None:
    rows = listed(party.party_orgs(qingshan), date(2013, 6, 30))
    assert sum(number(row["affiliated_orgs"]) > 0 for row in rows) == 3
    assert all(number(row["members_in_groups"]) <= number(row["members"]) for row in rows)


def test_a_director_serves_one_grid_and_every_grid_its_worker(qingshan: Place) -> None:
    held = staff.Staffing(qingshan).all()
    rows = listed(grids.grids(qingshan, held, places.Registers(qingshan)), date(2013, 6, 30))
    assert len(rows) == 244
    assert sum(number(row["households"]) for row in rows) == 97_600
    assert sum(number(row["directors"]) for row in rows) <= 122
    assert {row["workers"] for row in rows} == {1}


@pytest.mark.parametrize("root", PLACES)
def test_everybody_on_the_roster_is_on_the_list_of_posts(root: str) -> None:
    place = PLACES[root]
    held = staff.Staffing(place).all()
    table = posts.posts(place, held)
    day = max(on for on, _ in table.rows)
    people = {row["person_id"] for row in listed(table, day)}
    assert {tenure.person.person_id for tenure in held if tenure.holds(day)} <= people


@pytest.mark.parametrize("root", PLACES)
def test_a_line_of_a_list_has_a_number_of_its_own(root: str) -> None:
    place = PLACES[root]
    held = staff.Staffing(place).all()
    for table in (posts.posts(place, held), hearings.appraisals(place, held)):
        keys = Counter((values[0], values[1], values[2]) for _, values in table.rows)
        assert not [key for key, times in keys.items() if times > 1]


def test_danghu_falls_one_special_training_short() -> None:
    place = PLACES["330482001"]
    rows = hearings.trainings(place, staff.Staffing(place).all()).rows
    assert len({values[1] for _, values in rows if values[3] == "special"}) == 9
