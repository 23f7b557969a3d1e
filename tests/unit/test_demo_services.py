"""What the demo tells of services: figures fitted to print, duties kept more and more, cases that close later."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from pipelines.demo import cases, gatherings, service_items
from pipelines.demo.place import load_places
from pipelines.demo.plan import period_start
from pipelines.demo.tables import Table

PLACES = {place.scenario.root: place for place in load_places()}


def values(table: Table) -> list[dict[str, object]]:
    return [dict(zip(table.columns, row, strict=True)) for _, row in table.rows]


def test_disputes_settled_by_deliberation_in_one_street_are_some_twenty() -> None:
    place = PLACES["150204"]
    below = {unit.code for unit in place.base_units if unit.parent_code == "150204002"}
    settled = {
        case["case_no"]
        for case in values(cases.cases(place))
        if case["unit"] in below and case["settled"] == "deliberation" and case["closed_on"]
    }
    assert len(settled) == 23


@pytest.mark.parametrize("root", ["330482001", "D5"])
def test_a_case_is_sent_again_only_when_it_closes_in_a_later_half_year(root: str) -> None:
    table = cases.cases(PLACES[root])
    sent: dict[object, list[tuple[date, object]]] = {}
    for (day, _), case in zip(table.rows, values(table), strict=True):
        sent.setdefault(case["case_no"], []).append((day, case["closed_on"]))
    twice = {number: rows for number, rows in sent.items() if len(rows) > 1}
    assert twice
    for (first, still_open), (second, closed) in twice.values():
        assert still_open is None
        assert closed == second
        assert period_start("half_year", first) < period_start("half_year", second)


def test_the_catalogue_is_twelve_classes_with_sixty_four_items() -> None:
    catalogue = service_items.load_catalogue()
    assert (len(catalogue.domains), sum(len(domain.items) for domain in catalogue.domains.values())) == (12, 64)
    listed = values(service_items.service_items(PLACES["150204"], catalogue))
    assert Counter((row["unit"], row["as_on"]) for row in listed).most_common()[-1][1] == 64


def test_the_hall_opens_its_twelfth_window_in_the_last_year() -> None:
    rows = values(service_items.service_items(PLACES["330482001"], service_items.load_catalogue()))
    hall = Counter(str(row["as_on"])[:4] for row in rows if row["unit"] == "330482001")
    assert hall == {"2016": 8, "2017": 10, "2018": 12}


def test_what_an_item_once_had_it_keeps() -> None:
    rows = values(service_items.service_items(PLACES["D5"], service_items.load_catalogue()))
    pledged: dict[tuple[object, object], list[object]] = {}
    for row in rows:
        pledged.setdefault((row["unit"], row["item_no"]), []).append(row["pledged_on"])
    for days in pledged.values():
        first = next((place for place, day in enumerate(days) if day), len(days))
        assert len(set(days[first:])) <= 1


def test_departments_ask_less_from_2014_on_in_the_invented_district() -> None:
    asked = values(gatherings.inspections(PLACES["D5"]))
    yearly = Counter(str(row["asked_on"])[:4] for row in asked if row["kind"] != "supervision")
    assert yearly["2014"] < 0.8 * yearly["2013"] < yearly["2012"]
    assert len({(row["unit"], row["record_no"]) for row in asked}) == len(asked)
