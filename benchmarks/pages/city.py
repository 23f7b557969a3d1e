"""A published file of a city with as many communities as asked for, grown from the demo's.

Belongs here: copying communities with all that is published about them over three years, figures moved a little by a
fixed draw. Does not belong here: deliveries of a city (the warehouse's own workload).
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.warehouse.copying import sorting
from pipelines.warehouse.publish import FORMAT

CITY, YEARS = "nbs:6201", 3
GROWN = ("marts", "measures")
MOVED = ("value", "numerator")
# A new unit's names for itself and its place in the tree.
NAMES = {
    "unit_id": "old.unit_id || '-' || twin.number",
    "unit_number": "old.unit_number + twin.number",
    "code": "old.code || '-' || twin.number",
    "name": "old.name || twin.number",
    "full_name": "old.full_name || twin.number",
    "path": "old.path || '-' || twin.number",
    "ancestor_id": "if(old.ancestor_id = old.unit_id, old.unit_id || '-' || twin.number, old.ancestor_id)",
}


def grow(source: Path, target: Path, communities: int) -> None:
    """Write the grown file."""
    target.parent.mkdir(parents=True)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{source.as_posix()}' as small (read_only)")
        connection.execute(f"attach '{target.as_posix()}' as city ({FORMAT})")
        connection.execute(
            """
            create temp table twin as
            with found as (
                select distinct unit_id from small.marts.dim_unit
                where jurisdiction_id = $city and unit_type = 'community'
            )
            select unit_id, unnest(range(1, cast(ceil($wanted / (select count(*) from found)) as bigint))) as number
            from found
            """,
            {"city": CITY, "wanted": communities},
        )
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'small'"
        ).fetchall()
        for schema in sorted({schema for schema, _ in tables}):
            connection.execute(f"create schema if not exists city.{schema}")
        for schema, table in tables:
            _copy(connection, schema, table)
        connection.execute("use city")
        views = "select sql from duckdb_views() where database_name = 'small' and not internal"
        for (statement,) in connection.execute(views).fetchall():
            connection.execute(statement)


def _copy(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> None:
    columns = {name: kind for name, kind, *_ in connection.execute(f"describe small.{schema}.{table}").fetchall()}
    text = f"from small.{schema}.{table}"
    if schema in GROWN and "unit_id" in columns:
        told = {name: said for name, said in NAMES.items() if name in columns}
        share = "(0.8 + 0.4 * (hash(old.unit_id, twin.number) % 1000) / 1000)"
        told |= {name: f"cast(old.{name} * {share} as {columns[name]})" for name in MOVED if name in columns}
        spoken = ", ".join(f'{said} as "{name}"' for name, said in told.items())
        recent = (
            f"where old.period_start >= (select as_of - interval {YEARS} year from small.marts.dim_jurisdiction"
            f" where jurisdiction_id = '{CITY}')"
            if "period_start" in columns
            else ""
        )
        text += (
            f" union all select old.* replace ({spoken}) from small.{schema}.{table} as old"
            f" inner join twin on old.unit_id = twin.unit_id {recent}"
        )
    order = sorting(columns) if schema == "marts" else ""
    connection.execute(f"create table city.{schema}.{table} as from ({text}) {order}")
