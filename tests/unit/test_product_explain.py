"""Explanations on a file small enough to count by eye; every kind of measure, paging, what changed."""

from collections.abc import Iterator

import duckdb
import pytest
from product_file import write_published

from pipelines.errors import LinliError
from pipelines.product.evidence import load_measure, rows_behind
from pipelines.product.explain import explain
from pipelines.product.published import open_published
from pipelines.product.register import load_register
from pipelines.product.resolve import resolve_indicator, resolve_period, resolve_unit


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = write_published(tmp_path_factory.mktemp("product") / "linli.duckdb")
    with open_published(path) as opened:
        yield opened


def _behind(con: duckdb.DuckDBPyConnection, measure: str, unit: str, period: str) -> tuple[int, float]:
    rows = rows_behind(con, load_measure(con, measure), unit, resolve_period(con, period), load_register(con))
    assert len(rows.page) == min(rows.total, 20)
    return rows.total, rows.recounted


@pytest.mark.parametrize(
    ("measure", "unit", "period", "expected"),
    [
        ("workers", "x:1", "2016-Q1", (3, 3)),  # the row that ends on 1 April still stands on 31 March
        ("workers", "x:1", "2016-Q2", (2, 2)),  # the last day is the end's first day without it
        ("certified", "x:1", "2016-Q2", (2, 2)),
        ("workers", "x:1", "2016-Q3", (3, 3)),  # a running period is judged on the as-of day
        ("workers", "x:1B", "2016-Q2", (0, 0)),
        ("visits", "x:1", "2016-Q2", (5, 6)),
        ("visits", "x:1", "2016-Q3", (0, 0)),  # after the as-of day nothing has happened yet
        ("visited", "x:1", "2016-Q2", (5, 3)),
        ("key_visited", "x:1", "2016-Q2", (3, 1)),
        ("visited_3", "x:1", "2016-Q2", (3, 1)),
        ("visited_3", "x:1", "2016-H1", (3, 1)),
    ],
)
def test_rows_behind_a_measure(
    con: duckdb.DuckDBPyConnection, measure: str, unit: str, period: str, expected: tuple[int, float]
) -> None:
    assert _behind(con, measure, unit, period) == expected


def test_rows_say_where_they_stand(con: duckdb.DuckDBPyConnection) -> None:
    story = explain(con, "certified_share", "1", "2016-Q2", limit=1, offset=1)
    assert (story.numerator.rows.total, len(story.numerator.rows.page)) == (2, 1)
    row = story.numerator.rows.page[0]
    assert (row.file_name, row.sheet, row.row_number) == ("文件1.xlsx", "Sheet1", 5)
    assert (row.second_file_name, row.second_sheet, row.second_row_number) == ("文件9.xlsx", "证书", 8)
    assert row.unit_name == "甲社区"


def test_units_that_sent_no_numerator_are_left_out_of_the_denominator(con: duckdb.DuckDBPyConnection) -> None:
    story = explain(con, "certified_share", "x:1", "2016-Q2")
    assert story.denominator is not None
    assert story.denominator.left_out == ("x:1C",)


def test_clauses_and_what_changed(con: duckdb.DuckDBPyConnection) -> None:
    story = explain(con, "持证率", "河东街道", "2016-q2", versus="2016-Q1")
    assert [(clause.clause_id, clause.status, clause.is_lit) for clause in story.judgements] == [("p.1", "met", True)]
    assert story.change is not None
    assert story.change.figure.value == 66.7
    changes = [(unit.unit_name, unit.numerator, unit.denominator) for unit in story.change.units]
    assert changes == [("乙社区", -1, -1), ("甲社区", 1, 0)] or changes == [("甲社区", 1, 0), ("乙社区", -1, -1)]


@pytest.mark.parametrize(
    ("unit", "period", "versus", "code"),
    [
        ("x:9", "2016-Q2", None, "unknown_unit"),
        ("1A", "2016-Q2", None, "ambiguous_unit"),
        ("x:1", "2016-Q5", None, "bad_period"),
        ("x:1", "2031-Q1", None, "unknown_period"),
        ("x:1", "2016", None, "no_such_value"),
        ("x:1", "2016-Q2", "2016", "unlike_periods"),
    ],
)
def test_what_cannot_be_explained_says_why(
    con: duckdb.DuckDBPyConnection, unit: str, period: str, versus: str | None, code: str
) -> None:
    with pytest.raises(LinliError) as raised:
        explain(con, "certified_share", unit, period, versus=versus)
    assert raised.value.code == code
    assert raised.value.zh
    assert raised.value.en


def test_resolving(con: duckdb.DuckDBPyConnection) -> None:
    for text in ("x:1", "1", "河东街道"):
        assert resolve_unit(con, text).unit_id == "x:1"
    for text in ("2016", "2016-H1", "2016-Q3", "2016-07", "2016-W31"):
        assert resolve_period(con, text).label == text
    assert resolve_indicator(con, "Certified share") == "certified_share"
    with pytest.raises(LinliError, match="certified_share"):
        resolve_indicator(con, "certified_shar")
    with pytest.raises(LinliError, match="1C"):
        resolve_unit(con, "丙")
