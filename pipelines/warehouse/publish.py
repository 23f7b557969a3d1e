"""Publish the audited warehouse: copy what readers may see into a new file, describe it, swap it in atomically.

Belongs here: the new file, what it says of itself, the swap and what is kept. Does not belong here: whether the build
may be published (audit.py), which tables are copied (copying.py).
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb

from pipelines.clock import SHANGHAI, now, today
from pipelines.product.program import program
from pipelines.settings import Home
from pipelines.warehouse.audit import CheckResult
from pipelines.warehouse.comments import describe_table, literal
from pipelines.warehouse.copying import NUMBER, NUMBER_IS, PUBLISHED_SCHEMAS, complete, copy_changed
from pipelines.warehouse.judging import write_judging
from pipelines.warehouse.manifest import Nodes, load_manifest
from pipelines.warehouse.touched import Changed, changed_since, remember_published
from pipelines.warehouse.working import DUCKDB_CONFIG, FACTS, PUBLISHED_FORMAT, copy_facts, open_working

KEPT_VERSIONS = 3


def publish(home: Home, checks: list[CheckResult], seconds: float) -> Path:
    """Write the published file beside the current one and swap it in; the previous three are kept.

    `checks` are the audit's results and `seconds` the time the run took so far; both are stored in schema meta.
    """
    nodes = load_manifest()["nodes"]
    target = home.published
    target.parent.mkdir(parents=True, exist_ok=True)
    for stale in target.parent.glob(f".{target.name}.*"):
        stale.unlink()
    draft = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
    changed = _changed(home)
    run_id = uuid.uuid4().hex
    try:
        if changed is None:
            copy_facts(home, draft)
        else:
            shutil.copyfile(target, draft)
        with duckdb.connect(config=dict(DUCKDB_CONFIG)) as connection:
            for name, file in (("warehouse", home.warehouse), (FACTS, home.facts)):
                connection.execute(f"attach '{file.as_posix()}' as {name} (read_only)")
            connection.execute(f"attach '{draft.as_posix()}' as published ({PUBLISHED_FORMAT})")
            # What is sorted stays so; the rest is written by all threads at once.
            connection.execute("set preserve_insertion_order = false")
            connection.execute("begin")
            if changed is None:
                complete(connection)
                connection.execute("create schema published.meta")
                write_judging(connection, home, nodes)
                _describe(connection, nodes, None)
            else:
                _describe(connection, nodes, copy_changed(connection, changed))
            _write_run(connection, run_id, checks, seconds)
            connection.execute("commit")
            connection.execute("checkpoint published")
        _keep_previous(target)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
        draft.with_name(draft.name + ".wal").unlink(missing_ok=True)
    with open_working(home) as connection:
        remember_published(connection, run_id)
    return target


def _changed(home: Home) -> Changed | None:
    """What changed since the file that is published now; None where all of it has to be copied.

    So has the first file of a day: rows that were put in place of others are no longer sorted, and leave gaps.
    """
    try:
        with duckdb.connect(str(home.published), read_only=True, config=dict(DUCKDB_CONFIG)) as connection:
            ((published, published_at),) = connection.execute("select run_id, published_at from meta.run").fetchall()
    except duckdb.Error:  # there is none, or it cannot be read
        return None
    if published_at.date() != today():
        return None
    with open_working(home, read_only=True) as connection:
        return changed_since(connection, published)


def _describe(connection: duckdb.DuckDBPyConnection, nodes: Nodes, only: set[str] | None) -> None:
    """Carry every model's and column's description into the file, as COMMENTs; `only` those of some where given."""
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
    told = []
    for schema, name, description, described in _descriptions(nodes):
        kind = "view" if (schema, name) in views else "table"
        if (only is not None and name not in only) or not any((schema, name) == column[:2] for column in columns):
            continue
        told.append(f"comment on {kind} published.{schema}.{name} is {literal(description)}")
        for column, text in {**described, NUMBER: NUMBER_IS}.items():
            if (schema, name, column) in columns:
                told.append(f'comment on column published.{schema}.{name}."{column}" is {literal(text)}')
    connection.execute(";".join(told))  # at once: a third less work


def _descriptions(nodes: Nodes) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    for node in nodes.values():
        if node["resource_type"] == "model" and node["schema"] in PUBLISHED_SCHEMAS:
            described = {name: column["description"] for name, column in node["columns"].items()}
            yield node["schema"], node["alias"], node["description"], described


def _write_run(connection: duckdb.DuckDBPyConnection, run_id: str, checks: list[CheckResult], seconds: float) -> None:
    connection.execute(
        "create or replace table published.meta.run"
        " (run_id varchar, published_at timestamp, seconds double, is_demo boolean, program varchar)"
    )
    demo = connection.execute(
        "select coalesce(bool_or(basis in ('demo', 'demo_fitted')), false) from published.marts.fct_indicator"
    ).fetchone()
    assert demo is not None
    connection.execute(
        "insert into published.meta.run values (?, ?, ?, ?, ?)", [run_id, now(), seconds, demo[0], program()]
    )
    connection.execute(
        "create or replace table published.meta.audit_check"
        " (name varchar, passed boolean, findings bigint, says_zh varchar, says_en varchar)"
    )
    for check in checks:
        connection.execute(
            "insert into published.meta.audit_check values (?, ?, ?, ?, ?)",
            [check.name, check.passed, check.findings, check.says_zh, check.says_en],
        )
    describe_table(
        connection,
        "run",
        "One row: the run that made this file.",
        run_id="What tells this run from every other.",
        published_at="When the file was published, Asia/Shanghai.",
        seconds="Seconds from the start of the run to the publication.",
        is_demo="Whether any figure comes from made-up demo deliveries.",
        program="Hash of the declarations and the code that made the file.",
    )
    describe_table(
        connection,
        "audit_check",
        "One row per check the file passed before it was published.",
        name="Name of the check.",
        passed="Whether nothing was found.",
        findings="How many rows were found.",
        says_zh="What the check asks, in Chinese.",
        says_en="What the check asks, in English.",
    )


def _keep_previous(target: Path) -> None:
    """Keep the current file under the time it was published, and only the last three such files."""
    if target.exists():
        stamp = datetime.fromtimestamp(target.stat().st_mtime, SHANGHAI).strftime("%Y%m%dT%H%M%S%f")
        kept = target.with_name(f"linli.{stamp}.duckdb")
        # It stands already when a run died between keeping the file and replacing it.
        if not kept.exists():
            os.link(target, kept)
    previous = sorted(target.parent.glob("linli.*.duckdb"))
    for file in previous[:-KEPT_VERSIONS]:
        file.unlink()
