"""What it takes to judge one file as a delivery would be judged: stored in the published file, beside its results.

Belongs here: taking the staging statements as dbt compiled them, and the names of units. Does not belong here: using
them (product/check.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.warehouse.comments import describe_table
from pipelines.warehouse.dbt_invocation import compiled
from pipelines.warehouse.working import without_files

if TYPE_CHECKING:
    import duckdb

    from pipelines.settings import Home
    from pipelines.warehouse.manifest import Nodes

LOOKUP = "stg_unit_lookup"
REJECTED = "dq_rejected_row"


def write_judging(connection: duckdb.DuckDBPyConnection, home: Home, nodes: Nodes) -> None:
    """Write meta.judging (one row a statement, in order) and meta.unit_lookup into the attached database `published`.

    The working warehouse of `home` is attached as `warehouse`; `nodes` are those of dbt's manifest.
    """
    staging = [node for node in nodes.values() if node["resource_type"] == "model" and node["schema"] == "staging"]
    steps = sorted((node for node in staging if node["name"] != LOOKUP), key=lambda node: str(node["name"]))
    steps.append(next(node for node in nodes.values() if node["name"] == REJECTED))
    connection.execute("create table published.meta.judging (position integer, relation varchar, statement varchar)")
    connection.executemany(
        "insert into published.meta.judging values (?, ?, ?)",
        [
            (position, f"{node['schema']}.{node['alias']}", without_files(compiled(home, node)))
            for position, node in enumerate(steps)
        ],
    )
    connection.execute(f"create table published.meta.unit_lookup as from warehouse.staging.{LOOKUP}")
    describe_table(
        connection,
        "judging",
        "One row per statement that judges the rows of a delivery, in the order they run.",
        position="Place in the order.",
        relation="Schema and name of what the statement makes.",
        statement="The statement, as it ran when the file was built.",
    )
    describe_table(
        connection,
        "unit_lookup",
        "One row per scope, unit and what the unit may be called there.",
        scope_id="The unit below which the name is looked for.",
        root_id="The jurisdiction of that unit.",
        rank="How sure this way of naming is; 1 is the surest.",
        term="Code, name or part of a name.",
        unit_id="The unit it names.",
        name="What the unit is called.",
    )
