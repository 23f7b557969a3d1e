"""Build the working warehouse: reference tables, raw views, then one dbt invocation.

Belongs here: what has to stand before dbt runs, and how its outcome is told. Does not belong here: SQL (dbt_project/)
and orchestration (assets/).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.catalog.compile import compile_reference
from pipelines.catalog.contracts import load_contracts
from pipelines.catalog.jurisdictions import load_reviews
from pipelines.errors import LinliError
from pipelines.intake.raw_tables import register_raw
from pipelines.settings import DBT_DIR, Home

if TYPE_CHECKING:
    from collections.abc import Iterator

# Nothing on the terminal: whoever starts a build tells what came of it. The log file has everything.
QUIET = ("--log-level", "none", "--log-level-file", "debug")
DUCKDB_CONFIG = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


@dataclass(frozen=True)
class NodeOutcome:
    """How one dbt node (model or test) ended; `failures` counts the rows a test found."""

    unique_id: str
    status: str
    seconds: float
    failures: int | None
    message: str | None

    @property
    def is_test(self) -> bool:
        """Whether the node checks data rather than making it."""
        return self.unique_id.startswith("test.")

    @property
    def failed(self) -> bool:
        """Whether the node stops the run from being published."""
        return self.status in {"error", "fail", "runtime error"}


def build(
    home: Home, as_of: date | None = None, on_node: Callable[[NodeOutcome], None] | None = None
) -> list[NodeOutcome]:
    """Build every model and run every check; raise LinliError naming the first node that failed.

    `as_of` overrides the as-of date of every jurisdiction. `on_node` hears of each node as it ends.
    """
    home.build.mkdir(parents=True, exist_ok=True)
    compile_reference(home.reference)
    register_sources(home)
    with dbt_environment(home):
        outcomes = _invoke(home, as_of, on_node)
    failed = [outcome for outcome in outcomes if outcome.failed]
    if failed:
        first = failed[0]
        name, message = first.unique_id.split(".")[2], (first.message or "").strip()
        raise LinliError(
            f"构建失败, 未发布: {name} ({len(failed)} 处)。{message} 日志: {dbt_log(home)}",
            f"build failed, nothing was published: {name} ({len(failed)} failed). {message} Log: {dbt_log(home)}",
            code="build_failed",
        )
    return outcomes


def register_sources(home: Home) -> None:
    """Show the raw deliveries and the compiled reference tables to dbt as the schemas raw and reference."""
    with duckdb.connect(str(home.warehouse), config=dict(DUCKDB_CONFIG)) as connection:
        register_raw(connection, home, load_contracts(), load_reviews())
        connection.execute("create schema if not exists reference")
        for file in sorted(home.reference.glob("*.parquet")):
            connection.execute(
                f"create or replace view reference.{file.stem} as select * from read_parquet('{file.as_posix()}')"
            )


def dbt_target(home: Home) -> Path:
    """Where dbt keeps its manifest and run results."""
    return home.build / "dbt"


def dbt_log(home: Home) -> Path:
    """Where dbt writes what it did."""
    return dbt_target(home) / "logs" / "dbt.log"


def _invoke(home: Home, as_of: date | None, on_node: Callable[[NodeOutcome], None] | None) -> list[NodeOutcome]:
    from dbt.cli.main import dbtRunner

    def hear(event: Any) -> None:
        if on_node is not None and event.info.name == "NodeFinished":
            result = event.data.run_result
            on_node(
                NodeOutcome(
                    event.data.node_info.unique_id, result.status, result.execution_time, result.num_failures, None
                )
            )

    # Unit tests prove the code, not the data: `make test` runs them.
    arguments = ["build", "--project-dir", str(DBT_DIR), "--profiles-dir", str(DBT_DIR), *QUIET]
    arguments += ["--exclude-resource-type", "unit_test"]
    if as_of is not None:
        arguments += ["--vars", f"{{as_of: '{as_of.isoformat()}'}}"]
    result = dbtRunner(callbacks=[hear]).invoke(arguments)
    release_lock()
    if isinstance(result.exception, KeyboardInterrupt):
        raise result.exception
    if result.exception is not None:
        raise LinliError(
            f"构建未能开始: {result.exception} 日志: {dbt_log(home)}",
            f"the build could not start: {result.exception} Log: {dbt_log(home)}",
            code="build_failed",
        ) from result.exception
    return [
        NodeOutcome(r.node.unique_id, str(r.status), r.execution_time, r.failures, r.message)
        for r in getattr(result.result, "results", [])
    ]


def release_lock() -> None:
    """Close dbt's connections: they outlive invoke() and would keep every reader out of the file."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()


@contextmanager
def dbt_environment(home: Home) -> Iterator[None]:
    """Set what profiles.yml and dbt_project.yml read from the environment, and put it back."""
    wanted = {
        "LINLI_WAREHOUSE": str(home.warehouse),
        "DBT_TARGET_PATH": str(dbt_target(home)),
        "DBT_LOG_PATH": str(dbt_target(home) / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
