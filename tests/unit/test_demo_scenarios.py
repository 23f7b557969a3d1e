"""What the demo tells: figures fitted to print in Qingshan, the split in the invented district, shares that grow."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from pipelines.demo import careers, money, network, party, places, staff
from pipelines.demo.place import Place, load_places
from pipelines.demo.tables import Table

PLACES = {place.scenario.root: place for place in load_places()}


def values(table: Table, day: date) -> list[dict[str, object]]:
    return [dict(zip(table.columns, row, strict=True)) for on, row in table.rows if on == day]


@pytest.fixture
def qingshan() -> Place:
    return PLACES["150204"]


def test_five_jurisdictions_with_real_codes() -> None:
    assert set(PLACES) == {"330482001", "6201", "150204", "370571", "D5"}
    kinds = {root: Counter(unit.unit_type for unit in place.units) for root, place in PLACES.items()}
    assert (kinds["330482001"]["community"], kinds["330482001"]["village"]) == (18, 8)
    assert (kinds["150204"]["street"], kinds["150204"]["community"]) == (5, 25)
    assert (kinds["370571"]["street"], kinds["370571"]["community"]) == (3, 13)
    assert sum(unit.planned_points for unit in PLACES["330482001"].units) == 250
    assert sum(unit.standing == "preparatory" for unit in PLACES["330482001"].units) == 2


def test_qingshan_staff_is_as_printed(qingshan: Place) -> None:
    roster = values(staff.rosters(qingshan, staff.Staffing(qingshan).all()), date(2013, 9, 30))
    posts = Counter(str(row["post"]) for row in roster)
    assert posts["station_head"] + posts["grid_worker"] + posts["station_worker"] == 289
    assert posts["director"] + posts["vice_director"] == 122


def test_qingshan_party_is_as_printed(qingshan: Place) -> None:
    counted = values(party.party_orgs(qingshan), date(2013, 6, 30))
    kinds = Counter(str(row["kind"]) for row in counted)
    assert (kinds["committee"], kinds["branch"], kinds["special_branch"]) == (25, 170, 90)
    for kind in ("branch", "committee"):
        assert sum(int(str(row["members"])) for row in counted if row["kind"] == kind) == 5531
    sizes = [int(str(row["members"])) for row in counted if row["kind"] == "committee"]
    assert 100 <= min(sizes) < 115
    assert 950 < max(sizes) <= 1000


def test_qingshan_households_and_residents_are_the_stated_choice(qingshan: Place) -> None:
    counted = values(places.population(qingshan), date(2013, 6, 30))
    assert sum(int(str(row["households"])) for row in counted) == 97_600
    street = {unit.code for unit in qingshan.units if unit.parent_code == "150204002"}
    assert sum(int(str(row["residents"])) for row in counted if row["unit"] in street) == 34_696


def test_qingshan_attendance_rises_from_half_to_four_fifths(qingshan: Place) -> None:
    def rate(year: int, months: range) -> float:
        held = [row for day, row in party.meetings(qingshan).rows if day.year == year and day.month in months]
        counted = [(int(str(row[4])), int(str(row[5]))) for row in held if row[3] != "weekly"]
        return sum(attended for _, attended in counted) / sum(expected for expected, _ in counted)

    assert rate(2012, range(1, 7)) == pytest.approx(0.5, abs=0.03)
    assert rate(2013, range(4, 10)) > 0.8


def test_the_split_parts_the_register_sixty_to_forty() -> None:
    place = PLACES["D5"]
    registers = places.Registers(place)
    before, east, west = (place.by_code[code] for code in ("D5-S1-C5", "D5-S1-C6", "D5-S1-C7"))
    day = date(2014, 1, 1)
    all_of_them = {entry.number for entry in registers.in_force(before, date(2013, 12, 31))}
    parts = [{entry.number for entry in registers.in_force(unit, day)} for unit in (east, west)]
    assert parts[0] | parts[1] == all_of_them
    assert not parts[0] & parts[1]
    assert len(parts[0]) / len(all_of_them) == pytest.approx(0.6, abs=0.001)
    assert not before.stands(day)


@pytest.mark.parametrize("root", PLACES)
def test_nobody_stands_twice_on_a_roster(root: str) -> None:
    place = PLACES[root]
    rows = staff.rosters(place, staff.Staffing(place).all()).rows
    assert len({(day, values[2]) for day, values in rows}) == len(rows)


@pytest.mark.parametrize("root", PLACES)
def test_key_households_mostly_stay_and_never_become_fewer(root: str) -> None:
    place = PLACES[root]
    registers = places.Registers(place)
    for unit in place.base_units:
        key = [
            {entry.number for entry in registers.listed(unit, day) if entry.key_group} for day in registers.days(unit)
        ]
        for before, after in pairwise(key):
            assert len(after) >= len(before)
            assert len(before - after) <= 0.1 * len(before)


def test_people_of_the_split_community_stay_themselves() -> None:
    place = PLACES["D5"]
    rosters = staff.rosters(place, staff.Staffing(place).all())
    before = {row["person_id"] for row in values(rosters, date(2013, 12, 31)) if row["unit"] == "D5-S1-C5"}
    after = {row["person_id"] for row in values(rosters, date(2014, 1, 1))}
    assert before <= after


@pytest.mark.parametrize(
    ("root", "under_45", "low", "high"), [("330482001", True, 0.4, 0.6), ("6201", False, 0.16, 0.2)]
)
def test_certificates_stay_short_of_their_target(root: str, under_45: bool, low: float, high: float) -> None:
    place = PLACES[root]
    tenures = staff.Staffing(place).all()
    careers.certify(place, tenures)
    day = place.scenario.as_of
    people = [tenure.person for tenure in tenures if tenure.holds(day)]
    people = [person for person in people if not under_45 or person.age(day) < 45]
    share = sum(person.certificate is not None for person in people) / len(people)
    assert low < share < high


def test_danghu_points_stay_short_of_the_plan() -> None:
    place = PLACES["330482001"]
    rows = [row for _, row in network.points(place).rows]
    closed = {(row[0], row[1]) for row in rows if row[4]}
    standing = Counter(
        (row[2], place.by_code[str(row[0])].urban_rural) for row in rows if (row[0], row[1]) not in closed
    )
    assert 180 <= standing["point", "urban"] < 200
    assert 35 <= standing["point", "rural"] < 50
    assert standing["station", "urban"] == 18
    assert standing["center", ""] == 1


def test_spending_bursts_in_december_and_budgets_stand_on_new_year() -> None:
    rows = [row for _, row in money.funding(PLACES["330482001"]).rows]
    spent = Counter[int]()
    for _, _, day, stage, _, _, amount in rows:
        assert isinstance(day, date)
        if stage == "budgeted":
            assert (day.month, day.day) == (1, 1)
        if stage == "spent" and day.year == 2017:
            spent[day.month] += round(float(str(amount)))
    assert spent[12] > 2 * max(spent[month] for month in range(1, 12))
    assert len({(row[0], row[1]) for row in rows}) == len(rows)
