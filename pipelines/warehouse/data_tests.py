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
    from collections.abc import Callable, Mapping

    import duckdb

    from pipelines.settings import Home


def run_data_tests(
    home: Home, connection: duckdb.DuckDBPyConnection, on_node: Callable[[NodeOutcome], None] | None = None
) -> list[NodeOutcome]:
    """Run every data test of what the last build changed; `on_node` hears of each as it ends."""
    outcomes = []
    nodes, changed = load_manifest()["nodes"], changed_tables(connection)
    for unique_id, statement in load_data_tests().items():
        if changed is not None:
            read = changed.keys() & tables_read(nodes, unique_id)
            if not read:
                continue
            parts = {name: part for name in read if (part := changed[name]) is not None}
            if parts.keys() == read:
                statement = _narrowed(nodes, nodes[unique_id], statement, parts)
        outcomes.append(_run(connection, unique_id, statement))
        if on_node is not None:
            on_node(outcomes[-1])
    return outcomes


def _narrowed(nodes: Nodes, test: dict[str, Any], statement: str, parts: Mapping[str, str]) -> str:
    """Ask only of what changed in what is read, where a test looks at each unit, or at each day of it, by itself."""
    grain = set((test.get("test_metadata") or {}).get("kwargs", {}).get("columns", ()))
    if "unit_id" not in grain and test["config"]["meta"].get("by") != "unit":
        return statement
    read = [nodes[name] for name in test["depends_on"]["nodes"] if name in nodes]
    names = ", ".join(f"'{name}'" for name in sorted(parts))
    touched = f"unit_id is null or unit_id in (select unit_id from touched.unit where model in ({names}))"
    if len(read) == 1 and _days(read[0]) <= grain:
        touched = parts.get(read[0]["name"], touched)
    for node in read:
        if "unit_id" in node["columns"]:
            relation = node["relation_name"]
            statement = statement.replace(relation, f"(select * from {relation} where {touched})")
    return statement


def _days(node: dict[str, Any]) -> set[str]:
    """The columns that say of which day, or period, a model's row speaks."""
    day = node["config"]["meta"].get("day", "")
    return {"period_type", "period_start"} if day == "period" else {day}


def _run(connection: duckdb.DuckDBPyConnection, unique_id: str, statement: str) -> NodeOutcome:
    started = time.monotonic()
    row = connection.execute(f"select count(*) from (\n{statement}\n) as failures").fetchone()
    assert row is not None
    seconds, failures = time.monotonic() - started, int(row[0])
    if not failures:
        return NodeOutcome(unique_id, "pass", seconds, 0, None)
    return NodeOutcome(unique_id, "fail", seconds, failures, f"{failures} 行不符 rows found.")
