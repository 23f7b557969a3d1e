"""Deliveries are staged batch by batch, and come out as if all had been staged at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from mini_district import FILES, put

from pipelines.catalog.compile import compile_reference
from pipelines.intake import ingest, raw_tables
from pipelines.settings import Home
from pipelines.warehouse.build import register_sources
from pipelines.warehouse.dbt_invocation import invoke
from pipelines.warehouse.manifest import load_parsed
from pipelines.warehouse.touched import mark_touched
from pipelines.warehouse.working import forget_working, open_working

# One more delivery of visits than the district has, so that there are batches to part: a row twice, a row that is bad.
VISITS = "单位,走访日期,户编号,工号\n甲一社区,2014-04-02,H1,B1\n甲一社区,2014-04-02,H1,B1\n甲一社区,四月,H1,B1\n"


def test_batches_come_to_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path)
    for name, text in FILES.items():
        put(home, name, text)
    put(home, "more.csv", VISITS)
    ingest(home)
    compile_reference(home.reference)

    at_once, batches = staged(home)
    assert batches == {}
    monkeypatch.setattr(raw_tables, "BATCH_ROWS", 2)
    one_by_one, batches = staged(home)

    assert batches["visits"] > 1
    assert one_by_one == at_once
    assert any("duplicate_key" in str(row) for row in one_by_one["stg_visits"])


def staged(home: Home) -> tuple[dict[str, list[tuple[object, ...]]], dict[str, int]]:
    """Stage every dataset anew; return the rows of each table, and into how many batches each was parted."""
    forget_working(home)
    deliveries = register_sources(home)
    with open_working(home) as connection:
        assert mark_touched(connection, home, deliveries) is None
    result = invoke(home, "run", "--select", "path:models/staging", parsed=load_parsed())
    assert result.success, [one.message for one in result.result.results]
    with open_working(home, read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'staging' order by 1"
        ).fetchall()
        rows = {name: connection.execute(f"from staging.{name} order by all").fetchall() for (name,) in tables}
        batches = connection.execute(
            "select left(view_name, -5), count(*) from duckdb_views() where schema_name = 'batch' group by 1"
        ).fetchall()
    return rows, dict(batches)
