"""What stands behind the small district's figures (mini_district.py): units, and what they lack."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from pipelines.product.explain import explain
from pipelines.settings import Home
from pipelines.warehouse.working import open_working


@pytest.fixture
def con(warehouse: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The built warehouse, whose tables are called as those of a published file."""
    with open_working(warehouse, read_only=True) as connection:
        yield connection


def test_a_share_of_units_names_the_units_and_those_that_fall_short(con: duckdb.DuckDBPyConnection) -> None:
    story = explain(con, "staffed_share", "demo:9001", "2014-Q1")
    assert story.denominator is not None
    assert [row.unit_name for row in story.numerator.rows.page] == ["甲一社区"]
    assert [row.unit_name for row in story.denominator.rows.page] == ["乙社区", "甲一社区"]
    assert [(lack.unit_name, lack.zh) for lack in story.lacks] == [("乙社区", "2 人（要求 ≥ 3 人）")]


def test_a_composition_recounts_and_names_what_is_missing(con: duckdb.DuckDBPyConnection) -> None:
    story = explain(con, "two_bodies_share", "demo:9001", "2014-Q1")
    assert story.denominator is not None
    assert (story.numerator.rows.recounted, story.denominator.rows.recounted) == (1, 2)
    assert [row.unit_name for row in story.numerator.rows.page] == ["甲一社区"]
    assert [(lack.unit_name, lack.zh, lack.en) for lack in story.lacks] == [
        ("乙社区", "治安保卫委员会", "security committee")
    ]


def test_a_norm_comes_with_its_arithmetic(con: duckdb.DuckDBPyConnection) -> None:
    story = explain(con, "workers_headcount", "demo:9001004", "2014-Q1")
    judged = next(found for found in story.judgements if found.clause_id == "engine.workers_by_households")
    assert judged.norm is not None
    assert judged.norm.arithmetic(judged.target, judged.unit or "", "zh") == (
        "户数 200 户：1 + (200 − 100) ÷ 50（取整，尾数不计） = 3 人"
    )


def test_a_conflict_is_told_with_its_arithmetic(con: duckdb.DuckDBPyConnection) -> None:
    story = explain(con, "workers_headcount", "demo:9001004", "2014-Q1")
    (clash,) = story.clashes["engine.workers_by_households"]
    assert clash.told("zh") == "八成社区配足（本条 ≥ 按标准计算；该条 ≥ 80%）；2014-Q1 人数：社区工作者 2 < 3人"
