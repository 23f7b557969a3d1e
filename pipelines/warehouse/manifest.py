"""What dbt knows of the project: its manifest and its data tests, parsed again only when the project changed.

It is the same for every installation, and stands beside the project. Belongs here: getting at models, tests and their
lineage without running them. Does not belong here: running them (build.py, data_tests.py).
"""

from __future__ import annotations

import fcntl
import json
import os
import pickle
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from pipelines.errors import LinliError
from pipelines.fingerprint import fingerprint
from pipelines.settings import DBT_DIR, PARSED_DIR
from pipelines.warehouse.dbt_invocation import BUILD, call_dbt, dbt_log

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

Nodes = dict[str, dict[str, Any]]
BUILT_TYPES = ("model", "test")
MANIFEST, PARSED, DATA_TESTS, KEY = "manifest.json", "manifest.pickle", "data_tests.json", "manifest.key"
PARSED_BY = ("dbt-core", "dbt-duckdb")
# Neither opens the warehouse: another process may be building it.
WITHOUT_WAREHOUSE = ("--no-populate-cache", "--no-introspect")


def load_manifest() -> dict[str, Any]:
    """Return what dbt writes of the project: its manifest."""
    manifest: dict[str, Any] = json.loads(_read(MANIFEST))
    return manifest


def load_parsed() -> Manifest:
    """Return the project as dbt parsed it, which an invocation takes instead of parsing."""
    parsed: Manifest = pickle.loads(_read(PARSED))
    return parsed


def load_data_tests() -> dict[str, str]:
    """Return the statement of every data test, by the test's identifier: what it returns are the rows that fail."""
    statements: dict[str, str] = json.loads(_read(DATA_TESTS))
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


def _read(name: str) -> bytes:
    """Return what dbt made of the project as it stands; whoever comes while another compiles waits."""
    PARSED_DIR.mkdir(exist_ok=True)
    lock = os.open(PARSED_DIR / ".compiling", os.O_RDONLY | os.O_CREAT)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        key = " ".join([fingerprint([DBT_DIR]), *map(version, PARSED_BY)])
        kept = PARSED_DIR / KEY
        if not kept.exists() or kept.read_text(encoding="utf-8") != key:
            _compile()
            kept.write_text(key, encoding="utf-8")
        return (PARSED_DIR / name).read_bytes()
    finally:
        os.close(lock)


def _compile() -> None:
    """Parse the project and compile its data tests."""
    (PARSED_DIR / KEY).unlink(missing_ok=True)
    parsed = _call("parse")
    (PARSED_DIR / PARSED).write_bytes(pickle.dumps(parsed))
    compiled = _call("compile", "--no-write-json", "--select", "resource_type:test", *WITHOUT_WAREHOUSE, parsed=parsed)
    tests = {one.node.unique_id: one.node.compiled_code for one in compiled.results}
    (PARSED_DIR / DATA_TESTS).write_text(json.dumps(tests, ensure_ascii=False), encoding="utf-8")


def _call(*arguments: str, parsed: Manifest | None = None) -> Any:
    called = call_dbt(arguments, PARSED_DIR, {BUILD: "."}, parsed=parsed)
    if not called.success:
        raise LinliError(
            f"dbt 项目有误: {called.exception} 日志: {dbt_log(PARSED_DIR)}",
            f"the dbt project cannot be read: {called.exception} Log: {dbt_log(PARSED_DIR)}",
            code="project_broken",
        )
    return called.result
