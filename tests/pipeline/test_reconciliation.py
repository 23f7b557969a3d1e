"""Printed figures of the documents against the demo: what was reported wrong on purpose is found and explained."""

from __future__ import annotations

import duckdb
import pytest
from support import Demo

from pipelines.demo.mistakes import WrongReport, load_mistakes
from pipelines.product.published import open_published

WRONG = load_mistakes().wrong_reports


@pytest.fixture(scope="module")
def published(demo: Demo) -> duckdb.DuckDBPyConnection:
    return open_published(demo.home.published)


def test_five_reports_are_wrong_on_purpose() -> None:
    assert len(WRONG) == 5
    assert all(report.reported != report.printed for report in WRONG)


@pytest.mark.parametrize("report", WRONG, ids=lambda report: report.fact)
def test_a_wrong_report_is_found(report: WrongReport, published: duckdb.DuckDBPyConnection) -> None:
    found = published.execute(
        "select printed, computed, verdict from marts.fct_reconciliation where fact_id = ? and printed = ?",
        [report.fact, report.printed],
    ).fetchall()
    assert found == [(report.printed, report.reported, "deviates")]


def test_every_deviation_is_explained_and_signed(published: duckdb.DuckDBPyConnection) -> None:
    rows = published.execute(
        """
        select fact_id, explanation, explanation_en, signed_by, signed_by_en, signed_on
        from marts.fct_reconciliation where verdict = 'deviates'
        """
    ).fetchall()
    assert {report.fact for report in WRONG} < {fact for fact, *_ in rows}
    assert [row for row in rows if None in row] == []


def test_the_annexes_agree_on_both_sides(published: duckdb.DuckDBPyConnection) -> None:
    totals = published.execute(
        """
        select fact_id, cast(computed as integer), verdict from marts.fct_reconciliation
        where fact_id in ('D2-093', 'D2-102') order by all
        """
    ).fetchall()
    assert totals == [
        ("D2-093", 140, "agrees"),
        ("D2-093", 200, "agrees"),
        ("D2-093", 156950, "agrees"),
        ("D2-102", 50, "agrees"),
        ("D2-102", 86, "agrees"),
        ("D2-102", 17418, "agrees"),
    ]


def test_three_numbers_of_households_do_not_agree(published: duckdb.DuckDBPyConnection) -> None:
    households = published.execute(
        """
        select printed, computed, verdict from marts.fct_reconciliation
        where fact_id in ('D4-006', 'D4-007', 'D4-010') and printed between 80000 and 120000 order by printed
        """
    ).fetchall()
    assert households == [
        (88235, 97600, "deviates"),
        (97600, 97600, "demo_fitted"),
        (115600, 97600, "deviates"),
    ]
