"""Publish the audited warehouse: copy what readers may see into a new file, describe it, swap it in atomically.

Belongs here: which schemas leave the build, their comments, the swap and what is kept. Does not belong here: whether
the build may be published (audit.py).
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from pipelines.settings import Home
from pipelines.warehouse.audit import CheckResult
from pipelines.warehouse.build import DUCKDB_CONFIG
from pipelines.warehouse.judging import write_judging
from pipelines.warehouse.manifest import Nodes, load_manifest

PUBLISHED_SCHEMAS = ("marts", "core", "measures")
KEPT_VERSIONS = 3
# What is looked up together lies together: a boundary's rows, of those the ones that carry a light, then a year's
# quarters, months or weeks unit by unit, in groups of rows small enough to pass over all others. (Groups are passed
# over by dates and by the first eight bytes of a text; units of one area share those.)
SORTED_BY = (
    *("boundary", "adopted", "is_lit", "year(period_start)", "period_type"),
    *("unit_id", "indicator_id", "measure_id", "clause_id", "period_start"),
)
ROW_GROUP_SIZE = 16_384


def publish(home: Home, checks: list[CheckResult], seconds: float) -> Path:
    """Write the published file beside the current one and swap it in; the previous three are kept.

    `checks` are the audit's results and `seconds` the time the run took so far; both are stored in schema meta.
    """
    nodes = load_manifest(home)["nodes"]
    target = home.published
    target.parent.mkdir(parents=True, exist_ok=True)
    for stale in target.parent.glob(f".{target.name}.*"):
        stale.unlink()
    draft = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
    try:
        with duckdb.connect(config=dict(DUCKDB_CONFIG)) as connection:
            connection.execute(f"attach '{home.warehouse.as_posix()}' as build (read_only)")
            connection.execute(f"attach '{draft.as_posix()}' as published (row_group_size {ROW_GROUP_SIZE})")
            connection.execute("begin")
            _copy(connection)
            _describe(connection, nodes)
            _write_meta(connection, checks, seconds)
            write_judging(connection, home, nodes)
            connection.execute("commit")
            connection.execute("checkpoint published")
        _keep_previous(target)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
        draft.with_name(draft.name + ".wal").unlink(missing_ok=True)
    return target


def _copy(connection: duckdb.DuckDBPyConnection) -> None:
    relations = connection.execute(
        """
        select table_schema, table_name, table_type from information_schema.tables
        where table_catalog = 'build' and table_schema in (select unnest(?::varchar[])) order by table_type, 1, 2
        """,
        [list(PUBLISHED_SCHEMAS)],
    ).fetchall()
    for schema in PUBLISHED_SCHEMAS:
        connection.execute(f"create schema published.{schema}")
    for schema, name, kind in relations:
        if kind == "BASE TABLE":
            order = _order(connection, name) if schema == "marts" else ""
            connection.execute(f"create table published.{schema}.{name} as from build.{schema}.{name} {order}")
    connection.execute("use published")
    for schema, name, kind in relations:
        if kind == "VIEW":
            connection.execute(_view_definition(connection, schema, name))


def _order(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    return sorting(name for name, *_ in connection.execute(f"describe build.marts.{table}").fetchall())


def sorting(columns: Iterable[str]) -> str:
    """How a table of figures is sorted; the others stay as they were built."""
    held = set(columns)
    keys = [key for key in SORTED_BY if key.removeprefix("year(").removesuffix(")") in held]
    return f"order by {', '.join(keys)}" if {"unit_id", "period_start"} <= held else ""


def _view_definition(connection: duckdb.DuckDBPyConnection, schema: str, name: str) -> str:
    """Return the statement that made a view, freed from the name of the file it was made in."""
    row = connection.execute(
        "select sql from duckdb_views() where database_name = 'build' and schema_name = ? and view_name = ?",
        [schema, name],
    ).fetchone()
    assert row is not None
    return str(row[0]).replace("warehouse.", "")


def _describe(connection: duckdb.DuckDBPyConnection, nodes: Nodes) -> None:
    """Carry every model's and column's description into the file, as COMMENTs."""
    columns = set(
        connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns() where database_name = 'published'"
        ).fetchall()
    )
    views = set(
        connection.execute(
            "select schema_name, view_name from duckdb_views() where database_name = 'published'"
        ).fetchall()
    )
    for schema, name, description, described in _descriptions(nodes):
        kind = "view" if (schema, name) in views else "table"
        if not any((schema, name) == column[:2] for column in columns):
            continue
        connection.execute(f"comment on {kind} published.{schema}.{name} is {_literal(description)}")
        for column, text in described.items():
            if (schema, name, column) in columns:
                connection.execute(f'comment on column published.{schema}.{name}."{column}" is {_literal(text)}')


def _descriptions(nodes: Nodes) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    for node in nodes.values():
        if node["resource_type"] == "model" and node["schema"] in PUBLISHED_SCHEMAS:
            described = {name: column["description"] for name, column in node["columns"].items()}
            yield node["schema"], node["alias"], node["description"], described


def _literal(text: str) -> str:
    return "'" + " ".join(text.split()).replace("'", "''") + "'"


def _write_meta(connection: duckdb.DuckDBPyConnection, checks: list[CheckResult], seconds: float) -> None:
    connection.execute("create schema published.meta")
    connection.execute(
        "create table published.meta.run (run_id varchar, published_at timestamp, seconds double, is_demo boolean)"
    )
    now = datetime.now(ZoneInfo("Asia/Shanghai")).replace(tzinfo=None)
    demo = connection.execute(
        "select coalesce(bool_or(basis in ('demo', 'demo_fitted')), false) from published.marts.fct_indicator"
    ).fetchone()
    assert demo is not None
    connection.execute("insert into published.meta.run values (?, ?, ?, ?)", [uuid.uuid4().hex, now, seconds, demo[0]])
    connection.execute(
        "create table published.meta.audit_check"
        " (name varchar, passed boolean, findings bigint, says_zh varchar, says_en varchar)"
    )
    for check in checks:
        connection.execute(
            "insert into published.meta.audit_check values (?, ?, ?, ?, ?)",
            [check.name, check.passed, check.findings, check.says_zh, check.says_en],
        )
    for table, text in {
        "run": "One row: the run that made this file.",
        "audit_check": "One row per check the file passed before it was published.",
    }.items():
        connection.execute(f"comment on table published.meta.{table} is '{text}'")


def _keep_previous(target: Path) -> None:
    """Keep the current file under the time it was published, and only the last three such files."""
    if target.exists():
        stamp = datetime.fromtimestamp(target.stat().st_mtime, ZoneInfo("Asia/Shanghai")).strftime("%Y%m%dT%H%M%S%f")
        kept = target.with_name(f"linli.{stamp}.duckdb")
        # It stands already when a run died between keeping the file and replacing it.
        if not kept.exists():
            os.link(target, kept)
    previous = sorted(target.parent.glob("linli.*.duckdb"))
    for file in previous[:-KEPT_VERSIONS]:
        file.unlink()
