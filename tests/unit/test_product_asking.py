"""A page's query takes no more of the machine than it may; the guard itself is tested with `linli query`."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest
from product_file import write_published

from pipelines.errors import LinliError
from pipelines.product import answers
from pipelines.product.asking import Bounds, QueryFailed, answered, ask


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_published(tmp_path_factory.mktemp("asking") / "linli.duckdb")


def test_the_first_rows_are_given_and_more_is_said(published: Path) -> None:
    answer = ask(published, "select range as n from range(250) order by n", Bounds(rows=200))
    assert (answer.columns, len(answer.rows), answer.has_more) == (("n",), 200, True)
    assert answer.rows[:2] == ((0,), (1,))
    whole = ask(published, "select range as n from range(200)", Bounds(rows=200))
    assert (len(whole.rows), whole.has_more) == (200, False)


def test_wide_cells_end_an_answer_early(published: Path) -> None:
    answer = ask(published, "select repeat('x', 1000) from range(900)", Bounds(characters=150_000))
    assert answer.has_more
    assert len(answer.rows) < 900


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("select count(*) from range(100000000000) a, range(10000) b", "query_too_slow"),
        ("select list(range) from range(30000000)", "query_too_big"),
        ("explain analyze create table memory.main.t as select range from range(30000000)", "query_too_big"),
        ("select 1; select 2", "not_one_statement"),
        ("drop table marts.dim_unit", "not_a_query"),
    ],
)
def test_what_may_not_be_asked_is_told(published: Path, sql: str, code: str) -> None:
    seconds = 0.3 if code == "query_too_slow" else 30
    with pytest.raises(LinliError) as raised:
        ask(published, sql, Bounds(seconds=seconds, memory="64MB"))
    assert raised.value.code == code


def test_a_table_of_the_marts_is_found_by_its_bare_name(published: Path) -> None:
    both = "select (select count(*) from dim_unit) = (select count(*) from marts.dim_unit)"
    assert ask(published, both, Bounds()).rows == ((True,),)


def test_the_databases_own_line_is_kept(published: Path) -> None:
    with pytest.raises(QueryFailed) as raised:
        ask(published, "select nosuch from marts.dim_unit", Bounds())
    assert "nosuch" in raised.value.line


def test_files_hold_the_first_rows(published: Path) -> None:
    sql = "select range as n, '=1+1' as text from range(25000) order by n"
    text = io.StringIO()
    with answered(published, sql, Bounds()) as answer:
        answers.as_csv(answer, text, 20_001)
    rows = list(csv.reader(io.StringIO(text.getvalue())))
    assert (rows[0], rows[1], len(rows)) == (["n", "text"], ["0", "'=1+1"], 20_002)
    with answered(published, sql, Bounds()) as answer:
        table = pyarrow.parquet.read_table(io.BytesIO(answers.as_parquet(answer, 12_345)))
    assert table.column("n").to_pylist() == list(range(12_345))
    with answered(published, sql, Bounds()) as answer:
        book = openpyxl.load_workbook(io.BytesIO(answers.as_workbook(answer, 7)))
    assert book["linli"].max_row == 8
