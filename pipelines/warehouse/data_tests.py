"""The data tests declared beside models and columns, run over the built warehouse as dbt compiled them.

Belongs here: running them. Does not belong here: what they ask (the YAML of the models, dbt_project/tests).
As a step of its own in dbt's build a test costs far more than its SQL. Its SQL is the same in every run of one version
of the project: dbt compiles it once, here it is only executed; of tables, and of units, that did not change it holds
already. A test that finds a row stops the run.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from pipelines.warehouse.dbt_invocation import NodeOutcome
from pipelines.warehouse.manifest import Nodes, load_data_tests, load_manifest, tables_read
from pipelines.warehouse.touched import changed_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import duckdb

    from pipelines.settings import Home


def run_data_tests(
    home: Home, connection: duckdb.DuckDBPyConnection, on_node: Callable[[NodeOutcome], None] | None = None
) -> list[NodeOutcome]:
    """Run every data test of what the last build changed; `on_node` hears of each as it ends."""
    outcomes = []
    nodes, changed = load_manifest(home)["nodes"], changed_tables(connection)
    for unique_id, statement in load_data_tests(home).items():
        if changed is not None:
            read = changed.keys() & tables_read(nodes, unique_id)
            if not read:
                continue
            if not any(changed[name] for name in read):
                statement = _narrowed(nodes, nodes[unique_id], statement, read)
        outcomes.append(_run(connection, unique_id, statement))
        if on_node is not None:
            on_node(outcomes[-1])
    return outcomes


def _narrowed(nodes: Nodes, test: dict[str, Any], statement: str, read: Iterable[str]) -> str:
    """Ask only of the units that changed in what is read, where a test looks at each unit by itself."""
    grain = (test.get("test_metadata") or {}).get("kwargs", {}).get("columns", ())
    if "unit_id" not in grain and test["config"]["meta"].get("by") != "unit":
        return statement
    names = ", ".join(f"'{name}'" for name in sorted(read))
    touched = f"unit_id is null or unit_id in (select unit_id from touched.unit where model in ({names}))"
    for name in test["depends_on"]["nodes"]:
        if name in nodes and "unit_id" in nodes[name]["columns"]:
            relation = nodes[name]["relation_name"]
            statement = statement.replace(relation, f"(select * from {relation} where {touched})")
    return statement


def _run(connection: duckdb.DuckDBPyConnection, unique_id: str, statement: str) -> NodeOutcome:
    started = time.monotonic()
    row = connection.execute(f"select count(*) from (\n{statement}\n) as failures").fetchone()
    assert row is not None
    seconds, failures = time.monotonic() - started, int(row[0])
    if not failures:
        return NodeOutcome(unique_id, "pass", seconds, 0, None)
    return NodeOutcome(unique_id, "fail", seconds, failures, f"{failures} 行不符 rows found.")
