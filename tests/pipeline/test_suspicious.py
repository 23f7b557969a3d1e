"""The demo's rows that are hard to believe: accepted, counted, and noticed by the check that looks for them."""

from __future__ import annotations

import duckdb
import pytest
import yaml
from support import Demo

from pipelines.demo.mistakes import Suspicious, load_mistakes
from pipelines.product.published import open_published
from pipelines.settings import DBT_DIR

MISTAKES = load_mistakes()
CHECKS = yaml.safe_load((DBT_DIR / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]["checks"]


@pytest.fixture(scope="module")
def published(demo: Demo) -> duckdb.DuckDBPyConnection:
    return open_published(demo.home.published)


@pytest.mark.parametrize("odd", MISTAKES.suspicious, ids=lambda odd: odd.check)
def test_what_was_planted_is_noticed_and_not_rejected(published: duckdb.DuckDBPyConnection, odd: Suspicious) -> None:
    seen = published.execute(
        """
        select check_id, what_zh, what_en, owner, odd.unit_id
        from marts.dq_suspicious_row as odd inner join marts.dq_delivery as sent using (delivery_id)
        where sent.sender_code = ? and file_name = ? and row_number = ? and (sheet = ? or ? is null)
        """,
        [odd.sender, odd.file, odd.row, odd.sheet, odd.sheet],
    ).fetchall()
    assert odd.check in {row[0] for row in seen}
    assert all(all(row) for row in seen)


@pytest.mark.parametrize("check", CHECKS)
def test_every_check_has_something_to_show(published: duckdb.DuckDBPyConnection, check: str) -> None:
    found = published.execute("select count(*) from marts.dq_suspicious_row where check_id = ?", [check]).fetchall()
    assert found[0][0] >= 1


def test_the_wrong_totals_and_no_others_differ_but_where_a_row_was_changed(
    published: duckdb.DuckDBPyConnection,
) -> None:
    found = published.execute(
        """
        select sender_code, file_name, row_number
        from marts.dq_suspicious_row inner join marts.dq_delivery using (delivery_id)
        where check_id = 'printed_total_differs'
        """
    ).fetchall()
    wrong = {(figure.sender, figure.file, figure.row) for figure in MISTAKES.wrong_figures}
    changed = {(odd.sender, odd.file) for odd in MISTAKES.suspicious}
    assert wrong <= set(found)
    assert {row[:2] for row in set(found) - wrong} <= changed


def test_nobody_is_named(published: duckdb.DuckDBPyConnection) -> None:
    found = published.execute(
        "select count(*) from marts.dq_suspicious_row where regexp_matches(what_zh, '[0-9]{15}|p[0-9a-f]{24}|演示\\)')"
    ).fetchall()
    assert found == [(0,)]
