"""The analysis page: what an analyst may ask, what is answered, and that a card's number comes out of its statement."""

from __future__ import annotations

import io
import re
from html import escape
from urllib.parse import parse_qs, urlsplit

import duckdb
import openpyxl
import pytest
from opening import Open, shown

from dashboards import reading, reproduction
from dashboards.i18n import catalogue
from pipelines.settings import Home

DETAIL = "certified_share~330482001~2018-Q2"


def _statements(text: str) -> list[str]:
    """The statements of the links to the analysis page."""
    addresses = [urlsplit(address) for address in re.findall(r'href="([^"]*)"', text)]
    return [sql for address in addresses for sql in parse_qs(address.query).get("sql", [])]


def test_a_cards_number_comes_out_of_its_statement(open_page: Open, demo_home: Home) -> None:
    text = shown(open_page(detail=DETAIL))
    (sql,) = _statements(text)
    with duckdb.connect(str(demo_home.published), read_only=True) as connection:
        answer = connection.execute(sql)
        names = [column[0] for column in answer.description]
        (row,) = answer.fetchall()
    found = dict(zip(names, row, strict=True))
    assert f">{found['rounded']:.1f}%<" in text.replace("<small>", "")
    assert f"{found['numerator']:.0f}/{found['denominator']:.0f}" in text
    assert str(found["rounded"]) in shown(open_page("analysis", sql=sql))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_example_has_rows(open_page: Open, demo_home: Home, lang: str) -> None:
    statements = _statements(shown(open_page("analysis", lang=lang)))
    assert len(statements) == 6
    for sql in statements:
        assert reading.asked(sql).rows, sql


def test_what_is_written_goes_into_the_address_and_is_answered(open_page: Open) -> None:
    app = open_page("analysis")
    app.text_area[0].input("select 6 * 7 as answer, null as nothing;")
    app.button[0].click().run()
    assert app.query_params["sql"] == "select 6 * 7 as answer, null as nothing"
    text = shown(app)
    assert ">42</td>" in text
    assert "NULL" in text
    assert "共 1 行" in text


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("selec 1", 'syntax error at or near "selec"'),
        ("select nosuch from marts.dim_unit", "nosuch"),
        ("drop table marts.dim_unit", "DROP"),
        ("select 1; select 2", "2"),
        ("from '/etc/passwd'", "/etc/passwd"),
        ("select " + "1, " * 2000, "4000"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_cannot_be_answered_is_told(open_page: Open, sql: str, says: str, lang: str) -> None:
    text = shown(open_page("analysis", sql=sql, lang=lang))
    assert catalogue(lang)["analysis.failed"] in text
    assert says in text
    assert "Traceback" not in text


def test_more_rows_than_are_shown_are_said_and_downloaded(open_page: Open) -> None:
    sql = "select unit_id, '=1+1' as text from marts.fct_indicator limit 700"
    text = shown(open_page("analysis", sql=sql))
    assert "前 200 行，后面还有" in text
    assert text.count("<tr>") == 201
    sheet = openpyxl.load_workbook(io.BytesIO(reading.asked_file(sql, "xlsx")))["linli"]
    assert (sheet.max_row, sheet["B2"].data_type) == (701, "s")
    assert reading.asked_file(sql, "csv").decode("utf-8-sig").count("'=1+1") == 700
    assert reading.asked_file(sql, "parquet")[:4] == b"PAR1"


def test_answers_are_text_and_never_markup(open_page: Open) -> None:
    body = open_page("analysis", sql="select '<b>bold</b>' as text").get("html")
    assert any(escape("<b>bold</b>") in element.proto.body for element in body)


def test_every_table_and_column_is_described_in_chinese(demo_home: Home) -> None:
    with duckdb.connect(str(demo_home.published), read_only=True) as connection:
        said = {
            text
            for (text,) in connection.execute(
                """
                select comment from duckdb_tables() where schema_name = 'marts'
                union select comment from duckdb_views() where schema_name = 'marts'
                union select comment from duckdb_columns() where schema_name = 'marts'
                """
            ).fetchall()
        }
    assert not said - set(reproduction._dictionary())


def test_the_address_names_the_table_whose_columns_are_shown(open_page: Open) -> None:
    text = shown(open_page("analysis", table="dim_clause"))
    assert "binding_level" in text
    assert "value_low" not in text
