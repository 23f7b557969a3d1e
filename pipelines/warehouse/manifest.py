"""What dbt knows of the project: its manifest and its data tests, compiled again only when the project changed.

Belongs here: getting at models, tests and their lineage without running them. Does not belong here: running them
(build.py, data_tests.py).
"""

from __future__ import annotations

import fcntl
import json
from typing import Any

from pipelines.errors import LinliError
from pipelines.fingerprint import fingerprint
from pipelines.settings import DBT_DIR, Home
from pipelines.warehouse.dbt_invocation import dbt_log, dbt_target, invoke

Nodes = dict[str, dict[str, Any]]
BUILT_TYPES = ("model", "test")
MANIFEST, DATA_TESTS, KEY = "manifest.json", "data_tests.json", "manifest.key"
# Neither opens the warehouse: another process may be building it.
WITHOUT_WAREHOUSE = ("--no-populate-cache", "--no-introspect")


def load_manifest(home: Home) -> dict[str, Any]:
    """Return dbt's manifest of the project."""
    manifest: dict[str, Any] = _read(home, MANIFEST)
    return manifest


def load_data_tests(home: Home) -> dict[str, str]:
    """Return the statement of every data test, by the test's identifier: what it returns are the rows that fail."""
    statements: dict[str, str] = _read(home, DATA_TESTS)
    return statements


def count_nodes(manifest: dict[str, Any]) -> int:
    """Count what one build of the whole project runs: models and tests."""
    return sum(node["resource_type"] in BUILT_TYPES for node in manifest["nodes"].values())


def tables_read(nodes: Nodes, unique_id: str) -> set[str]:
    """Name the models whose rows a node reads: through views, what these read."""
    found: set[str] = set()
    for name in nodes[unique_id]["depends_on"]["nodes"]:
        if name in nodes and nodes[name]["config"]["materialized"] == "view":
            found |= tables_read(nodes, name)
        elif name in nodes:
            found.add(nodes[name]["name"])
    return found


def _read(home: Home, name: str) -> Any:
    folder = dbt_target(home)
    folder.mkdir(parents=True, exist_ok=True)
    # Whoever comes second waits until the first has compiled.
    with (folder / ".compiling").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        key = fingerprint([DBT_DIR])
        kept = (folder / KEY).read_text(encoding="utf-8") if (folder / KEY).exists() else ""
        if kept != key or not (folder / name).exists():
            _compile(home)
            (folder / KEY).write_text(key, encoding="utf-8")
    return json.loads((folder / name).read_text(encoding="utf-8"))


def _compile(home: Home) -> None:
    """Parse the project and compile its data tests."""
    folder = dbt_target(home)
    (folder / KEY).unlink(missing_ok=True)
    result = invoke(home, "compile", "--select", "resource_type:test", *WITHOUT_WAREHOUSE)
    if not result.success:
        raise LinliError(
            f"dbt 项目有误: {result.exception} 日志: {dbt_log(home)}",
            f"the dbt project cannot be read: {result.exception} Log: {dbt_log(home)}",
            code="project_broken",
        )
    tests = {one.node.unique_id: one.node.compiled_code for one in result.result.results}
    (folder / DATA_TESTS).write_text(json.dumps(tests, ensure_ascii=False), encoding="utf-8")
