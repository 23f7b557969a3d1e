"""Projects, organisations, activities, gifts and planning cases of the demo: they hang together from file to file."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise

import pytest

from pipelines.demo import activities, donations, organisations, planning, projects
from pipelines.demo.place import load_places
from pipelines.demo.tables import Table, Value

PLACES = {place.scenario.root: place for place in load_places()}


def rows(table: Table) -> list[dict[str, Value]]:
    return [dict(zip(table.columns, row, strict=True)) for _, row in table.rows]


@pytest.mark.parametrize("root", PLACES)
def test_a_later_report_of_a_project_only_adds_dates(root: str) -> None:
    reports = defaultdict(list)
    for row in rows(projects.projects(PLACES[root])):
        reports[row["unit"], row["project_no"]].append(row)
    for told in reports.values():
        for before, after in pairwise(told):
            kept = {name: value for name, value in before.items() if value is not None}
            assert kept.items() <= after.items()


@pytest.mark.parametrize("root", PLACES)
def test_nothing_is_dated_after_the_day_that_is_looked_at(root: str) -> None:
    place = PLACES[root]
    tables = (
        projects.projects(place),
        organisations.organisations_table(place),
        activities.activities(place),
        donations.donations(place),
        planning.planning_cases(place),
    )
    dated = [value for table in tables for _, row in table.rows for value in row if isinstance(value, date)]
    assert all(day <= place.scenario.as_of for day in dated)


def test_who_was_dissolved_is_listed_once_more_and_then_no_longer() -> None:
    last: dict[Value, date] = {}
    listed = defaultdict(set)
    for row in rows(organisations.organisations_table(PLACES["330482001"])):
        assert isinstance(row["as_on"], date)
        listed[row["org_no"]].add(row["as_on"])
        if isinstance(row["dissolved_on"], date):
            last[row["org_no"]] = row["as_on"]
    assert last
    assert all(max(listed[number]) == day for number, day in last.items())


def test_an_event_is_held_with_a_resident_unit_of_the_same_community() -> None:
    for root in ("150204", "370571"):
        known = {(one.unit, one.number) for one in organisations.organisations(PLACES[root])}
        hosts = {(row["unit"], row["co_host"]) for row in rows(activities.activities(PLACES[root])) if row["co_host"]}
        assert hosts
        assert hosts <= known


def test_qingshan_is_as_printed_but_for_what_is_wrong_on_purpose() -> None:
    place = PLACES["150204"]
    register = [row for row in rows(organisations.organisations_table(place)) if row["as_on"] == date(2013, 6, 30)]
    kinds = Counter(row["class"] for row in register)
    assert (kinds["volunteer_team"], kinds["resident_unit"], kinds["joint_committee"]) == (73, 184, 25)
    events = [row for row in rows(activities.activities(place)) if row["kind"] == "culture_sport"]
    events = [row for row in events if isinstance(row["held_on"], date) and row["held_on"].year == 2013]
    assert len(events) > 100
    assert sum(row["co_host"] is not None for row in events) / len(events) > 0.9
    gifts = [int(str(row["amount"])) for row in rows(donations.donations(place))]
    assert (sum(gifts), min(gifts)) == (902_000, 1000)
    assert max(gifts) <= 50_000
