"""How dbt is called: where it keeps its files, what it reads from the environment, how its outcome is told.

Belongs here: one invocation in this process. Does not belong here: what is invoked (build.py, manifest.py).
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.settings import DBT_DIR, Home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dbt.contracts.graph.manifest import Manifest

# Where profiles.yml finds the working warehouse: the folder of its two files.
BUILD = "LINLI_BUILD"
# Nothing on the terminal: whoever starts a build tells what came of it. The log file names every node and failure.
QUIET = ("--log-level", "none", "--log-level-file", "info")


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


def dbt_target(home: Home) -> Path:
    """Where dbt keeps what it compiled and ran on an installation's warehouse."""
    return home.build / "dbt"


def compiled(home: Home, node: Mapping[str, Any]) -> str:
    """Return the statement of a model, as dbt compiled it when it was last built."""
    path: Path = dbt_target(home) / "compiled" / node["package_name"] / node["original_file_path"]
    return path.read_text(encoding="utf-8")


def dbt_log(folder: Path) -> Path:
    """Where dbt writes what it did, if it keeps its files in a folder."""
    return folder / "logs" / "dbt.log"


def invoke(
    home: Home,
    *arguments: str,
    hear: Callable[[Any], None] | None = None,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    parsed: Manifest | None = None,
) -> Any:
    """Invoke dbt on an installation's warehouse once and return its result; nothing stays open behind it.

    An engine other than DuckDB keeps its files in a `folder` of its own and finds its address in the `environment`.
    A project that is `parsed` (manifest.load_parsed) is not parsed again.
    """
    wanted = {BUILD: str(home.build), **(environment or {})}
    return call_dbt(arguments, folder or dbt_target(home), wanted, hear=hear, parsed=parsed)


def call_dbt(
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    *,
    hear: Callable[[Any], None] | None = None,
    parsed: Manifest | None = None,
) -> Any:
    """Call dbt once on the project; it keeps its files in the folder."""
    from dbt.cli.main import dbtRunner

    places = ("--project-dir", str(DBT_DIR), "--profiles-dir", str(DBT_DIR))
    with dbt_environment(folder, environment):
        result = dbtRunner(parsed, [hear] if hear else []).invoke([*arguments, *places, *QUIET])
    release_lock()
    if isinstance(result.exception, KeyboardInterrupt):
        raise result.exception
    return result


def release_lock() -> None:
    """Close dbt's connections: they outlive invoke() and would keep every reader out of the file."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()


@cache
def memory() -> str:
    """How much memory the building database may take: half of the machine's, or of what its container may use.

    DuckDB by itself takes four fifths; the interpreter, and what DuckDB does not count, need more than the rest.
    """
    row = duckdb.execute("select current_setting('memory_limit')").fetchone()
    assert row is not None
    amount, unit = str(row[0]).split()
    return f"{float(amount) * 5 / 8:.1f} {unit}"


@contextmanager
def dbt_environment(folder: Path, more: Mapping[str, str]) -> Iterator[None]:
    """Set what profiles.yml and dbt_project.yml read from the environment, and put it back."""
    wanted = {
        "LINLI_MEMORY": memory(),
        "DBT_TARGET_PATH": str(folder),
        "DBT_LOG_PATH": str(folder / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        **more,
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
