"""The demo built on Apache Spark equals the demo built on DuckDB: every published table, row by row.

`make test-spark` names this file; the other tests do not need Spark.
"""

from __future__ import annotations

import shutil
import sys
import time
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))
from parity.tables import Compared, compare
from support import run_linli

from pipelines.settings import Home

REPORT = Path(__file__).with_name("report.md")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Home, float]]:
    """The demo, taken in once, then built by each engine in an installation of its own; with the seconds it took."""
    folder = tmp_path_factory.mktemp("parity")
    homes = {engine: Home(folder / engine) for engine in ("duckdb", "spark")}
    assert run_linli(homes["duckdb"], "demo").returncode == 0
    seconds = {}
    for engine, home in homes.items():
        started = time.monotonic()
        walked = run_linli(home, "run", "--full", "--engine", engine)
        assert walked.returncode == 0, walked.stderr
        seconds[engine] = time.monotonic() - started
        if engine == "duckdb":
            for part in (home.raw, home.originals):
                shutil.copytree(part, homes["spark"].root / part.name)
            shutil.copy(home.secret_key, homes["spark"].secret_key)
    return {engine: (home, seconds[engine]) for engine, home in homes.items()}


def test_every_published_table_is_equal(built: dict[str, tuple[Home, float]]) -> None:
    tables = compare(built["duckdb"][0].published, built["spark"][0].published)
    seconds = {engine: taken for engine, (_, taken) in built.items()}
    REPORT.write_text(report(tables, seconds), encoding="utf-8")
    assert len(tables) > 100
    assert [table for table in tables if table.different or table.columns] == []


def report(tables: list[Compared], seconds: dict[str, float]) -> str:
    """Write what was compared as a page."""
    rows = sum(table.rows for table in tables)
    unequal = [table for table in tables if table.different or table.columns]
    lines = [
        "# Spark against DuckDB: the demo",
        "",
        f"Written by `make test-spark` on {date.today()}. {len(tables)} tables of the published file, {rows:,} rows,",
        "EXCEPT ALL both ways: columns, types, integers, decimals, texts and days exactly, floats to a relative 1e-12",
        "(1e-6 in `fct_peer_funnel`: a chance is the exponential of a sum of thousands of logarithms).",
        "",
        f"Equal: {len(tables) - len(unequal)} of {len(tables)}. "
        f"Seconds: DuckDB {seconds['duckdb']:.0f} (intake included), Spark {seconds['spark']:.0f} (server included).",
        "",
        "| table | rows | equal only to 1e-12 | different | |",
        "|---|---:|---:|---:|---|",
    ]
    lines += [
        f"| {one.table} | {one.rows} | {one.within_tolerance} | {one.different} | {one.columns} |"
        for one in sorted(tables, key=lambda one: (one not in unequal, one.table))
    ]
    return "\n".join(lines) + "\n"
