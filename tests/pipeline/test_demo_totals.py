"""The published figures of Danghu against totals counted in plain Python from the same files."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest
from plain_totals import AS_OF, STREET, Danghu, Totals
from support import Demo

from pipelines.product.published import open_published


@pytest.fixture(scope="module")
def danghu(demo: Demo) -> Danghu:
    return Danghu(demo.delivered)


@pytest.fixture(scope="module")
def published(demo: Demo) -> duckdb.DuckDBPyConnection:
    return open_published(demo.home.published)


def measured(published: duckdb.DuckDBPyConnection, measure: str) -> Totals:
    """Every published value of a measure below the street, by unit code and period."""
    rows = published.execute(
        """
        select u.code, f.period_type, f.period_start, f.value::double
        from marts.fct_measure f join (select distinct unit_id, code from marts.dim_unit) u using (unit_id)
        where f.measure_id = ? and f.boundary = 'as_was' and f.value is not null and u.code like '330482001%'
            and f.period_type <> 'week'
        """,
        [measure],
    ).fetchall()
    return {(code, period_type, start): value for code, period_type, start, value in rows}


def differences(found: Totals, counted: Totals) -> dict[object, tuple[float | None, float | None]]:
    """What differs: published beside counted; a published zero and nothing counted agree."""
    keys = counted.keys() | {key for key, value in found.items() if value}
    return {
        key: (found.get(key), counted.get(key))
        for key in sorted(keys)
        if abs(found.get(key, 0.0) - counted.get(key, 0.0)) > 0.005
    }


def test_planned_points_equal_the_printed_annexes(danghu: Danghu, published: duckdb.DuckDBPyConnection) -> None:
    planned = danghu.planned_points()
    assert (len(planned), planned[STREET]) == (27, 250)
    found = measured(published, "planned_points")
    day = ("month", dt.date(2018, 6, 1))
    assert {code: found.get((code, *day)) for code in planned} == planned
    urban = measured(published, "planned_points_urban")[STREET, *day]
    rural = measured(published, "planned_points_rural")[STREET, *day]
    assert (urban, rural) == (200, 50)


@pytest.mark.parametrize("measure", ["workers", "workers_under_45", "workers_certified"])
def test_staff(danghu: Danghu, published: duckdb.DuckDBPyConnection, measure: str) -> None:
    counted = danghu.staff()[measure]
    found = measured(published, measure)
    # A unit that sent no roster for a quarter keeps its last one: that quarter's total is not one day's rows.
    rosters = {on: {unit for unit, day in counted if day == on} for _, on in counted}
    whole = sorted(on for on, units in rosters.items() if units >= {*danghu.members, STREET} and on.year >= 2016)
    assert len(whole) == 9
    for on in whole:
        quarter = ("quarter", dt.date(on.year, on.month - 2, 1))
        for unit in (*danghu.members, STREET):
            assert found[unit, *quarter] == counted[unit, on], (unit, on)


def test_visits(danghu: Danghu, published: duckdb.DuckDBPyConnection) -> None:
    assert differences(measured(published, "households_visited"), danghu.households_visited()) == {}


def test_meetings(danghu: Danghu, published: duckdb.DuckDBPyConnection) -> None:
    attended, expected = danghu.meetings()
    assert differences(measured(published, "attendances"), attended) == {}
    assert differences(measured(published, "attendances_expected"), expected) == {}


def test_limits_in_working_days(danghu: Danghu, published: duckdb.DuckDBPyConnection) -> None:
    due, in_time = danghu.case_limits()
    found = measured(published, "cases_due")
    offered = {period_type for _, period_type, _ in found}
    assert offered == {"quarter", "year"}
    for measure, counted in (("cases_due", due), ("cases_in_time", in_time)):
        counted = {key: value for key, value in counted.items() if key[1] in offered and value}
        assert differences(measured(published, measure), counted) == {}
    assert due[STREET, "year", dt.date(2017, 1, 1)] > in_time[STREET, "year", dt.date(2017, 1, 1)] > 100


@pytest.mark.parametrize("stage", ["budgeted", "allocated", "spent"])
def test_funding(danghu: Danghu, published: duckdb.DuckDBPyConnection, stage: str) -> None:
    found = measured(published, f"funding_{stage}")
    # A budget counts by year, money passed on by quarter: only the periods the warehouse offers are compared.
    offered = {period_type for _, period_type, _ in found}
    counted = {key: value for key, value in danghu.funding()[stage].items() if key[1] in offered}
    assert "year" in offered
    assert differences(found, counted) == {}


def test_gifts_and_contracts(danghu: Danghu, published: duckdb.DuckDBPyConnection) -> None:
    settled, evaluated = danghu.contracts()
    gifts = danghu.community_fund_donated()
    for measure, counted in (
        ("community_fund_donated", gifts),
        ("contracts_settled", settled),
        ("contracts_settled_after_evaluation", evaluated),
    ):
        found = measured(published, measure)
        yearly = {key: value for key, value in counted.items() if key[1] == "year"}
        assert yearly
        # Below the street, a community's figures are computed only where an indicator asks for them.
        units = {unit for unit, *_ in found}
        assert STREET in units
        assert differences(found, {key: value for key, value in yearly.items() if key[0] in units}) == {}


def test_a_rate_is_its_numerator_over_its_denominator(danghu: Danghu, published: duckdb.DuckDBPyConnection) -> None:
    staff = danghu.staff()
    row = published.execute(
        """
        select numerator, denominator, value from marts.fct_indicator
        where indicator_id = 'certified_share' and unit_id = 'nbs:330482001' and period_type = 'quarter'
            and period_start = '2018-04-01' and boundary = 'as_was'
        """
    ).fetchone()
    certified, workers = staff["workers_certified"][STREET, AS_OF], staff["workers"][STREET, AS_OF]
    assert row is not None
    assert (row[0], row[1]) == (certified, workers)
    assert row[2] == pytest.approx(100 * certified / workers)


def test_every_delivery_is_accounted_for(demo: Demo, published: duckdb.DuckDBPyConnection) -> None:
    delivered = [path for path in demo.delivered.rglob("*") if path.is_file() and path.suffix != ".json"]
    files, lost = published.execute(
        """
        select count(distinct sha256),
            count(*) filter (where status <> 'refused' and rows_read <> rows_accepted + rows_rejected)
        from marts.dq_delivery
        """
    ).fetchall()[0]
    assert (files, lost) == (len(delivered), 0)
    assert not [path for path in demo.home.landing.rglob("*") if path.is_file()]
    assert len(list(demo.home.originals.iterdir())) == len(delivered)
