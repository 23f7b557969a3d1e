"""Build the working warehouse: reference tables, raw views, one dbt invocation for the models, then the data tests.

Belongs here: what has to stand before dbt runs, and that everything holds after it. Does not belong here: SQL
(dbt_project/), how dbt is called (dbt_invocation.py), orchestration (assets/).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from pipelines.catalog.compile import compile_reference
from pipelines.catalog.contracts import load_contracts
from pipelines.catalog.jurisdictions import load_reviews
from pipelines.errors import LinliError
from pipelines.intake.ledger import Event
from pipelines.intake.raw_tables import register_raw
from pipelines.settings import Home
from pipelines.warehouse.data_tests import run_data_tests
from pipelines.warehouse.dbt_invocation import NodeOutcome, dbt_log, dbt_target, invoke
from pipelines.warehouse.manifest import load_manifest, load_parsed
from pipelines.warehouse.spark import load_tables, run_on_spark
from pipelines.warehouse.touched import mark_touched, may_change, remember_staged
from pipelines.warehouse.working import forget_working, open_working

DUCKDB = "duckdb"


def build(
    home: Home,
    as_of: date | None = None,
    on_node: Callable[[NodeOutcome], None] | None = None,
    engine: str = DUCKDB,
    *,
    whole: bool = False,
) -> list[NodeOutcome]:
    """Build every model and run every data test; raise LinliError naming the first node that failed.

    `as_of` overrides the as-of date of every jurisdiction. `on_node` hears of each node as it ends. Whichever `engine`
    computes, the result stands in the working warehouse and is tested there. `whole` stages every delivery again, not
    only those that are not as they were; another engine always does.
    """
    home.build.mkdir(parents=True, exist_ok=True)
    compile_reference(home.reference)
    variables = () if as_of is None else ("--vars", f"{{as_of: '{as_of.isoformat()}'}}")
    if engine == DUCKDB:
        touched = _mark_touched(home, whole=whole)
        selected = () if touched is None else ("--select", *may_change(load_manifest()["nodes"], touched))
        run = partial(invoke, home, "run", "--no-write-json", *variables, *selected, parsed=load_parsed())
        outcomes = _build_models(home, run, on_node)
        _require_success(home, outcomes)
    else:
        outcomes = _build_models(home, partial(run_on_spark, home, variables), on_node)
        _require_success(home, outcomes)
        forget_working(home)
        register_sources(home)
        load_tables(home, variables)
    with open_working(home, read_only=True) as connection:
        tested = run_data_tests(home, connection, on_node)
    _require_success(home, tested)
    if engine == DUCKDB:
        with open_working(home) as connection:
            remember_staged(connection)
    return outcomes + tested


def register_sources(home: Home) -> list[Event]:
    """Show the raw deliveries and the compiled reference tables to dbt as the schemas raw and reference.

    Return the deliveries as they stand.
    """
    with open_working(home) as connection:
        deliveries = register_raw(connection, home, load_contracts(), load_reviews())
        connection.execute("create schema if not exists reference")
        for file in sorted(home.reference.glob("*.parquet")):
            connection.execute(
                f"create or replace view reference.{file.stem} as select * from read_parquet('{file.as_posix()}')"
            )
    return deliveries


def _mark_touched(home: Home, *, whole: bool) -> set[str] | None:
    """Say of which datasets deliveries are touched; None: everything is made anew, in files that hold nothing yet."""
    if whole:
        forget_working(home)
    stood = home.warehouse.exists()
    deliveries = register_sources(home)
    with open_working(home) as connection:
        touched = mark_touched(connection, home, deliveries)
    return _mark_touched(home, whole=True) if touched is None and stood else touched


def _build_models(
    home: Home, run: Callable[..., Any], on_node: Callable[[NodeOutcome], None] | None
) -> list[NodeOutcome]:
    def hear(event: Any) -> None:
        if on_node is not None and event.info.name == "NodeFinished":
            result = event.data.run_result
            on_node(NodeOutcome(event.data.node_info.unique_id, result.status, result.execution_time, None, None))

    result = run(hear=hear)
    if result.exception is not None:
        raise LinliError(
            f"构建未能开始: {result.exception} 日志: {dbt_log(dbt_target(home))}",
            f"the build could not start: {result.exception} Log: {dbt_log(dbt_target(home))}",
            code="build_failed",
        ) from result.exception
    return [
        NodeOutcome(r.node.unique_id, str(r.status), r.execution_time, r.failures, r.message)
        for r in getattr(result.result, "results", [])
    ]


def _require_success(home: Home, outcomes: list[NodeOutcome]) -> None:
    failed = [outcome for outcome in outcomes if outcome.failed]
    if failed:
        log = dbt_log(dbt_target(home))
        first = failed[0]
        name, message = first.unique_id.split(".")[2], (first.message or "").strip()
        raise LinliError(
            f"构建失败, 未发布: {name} ({len(failed)} 处)。{message} 日志: {log}",
            f"build failed, nothing was published: {name} ({len(failed)} failed). {message} Log: {log}",
            code="build_failed",
        )
