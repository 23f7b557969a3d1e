"""What readers may see, in a published file: a copy of the facts completed by the marts, or what changed.

Belongs here: which schemas leave the build and how their tables are sorted. Does not belong here: when, and what else
a published file holds (publish.py). The working warehouse is attached as `warehouse` and `facts`, the published file as
`published`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.warehouse.working import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from pipelines.warehouse.touched import Changed

PUBLISHED_SCHEMAS = ("marts", "core", "measures")
# Groups of rows are passed over by numbers, dates and the first eight bytes of a text; units of one area share those.
# So each unit has a number: the digits of its id, that it is the same in every file and a unit's own units follow it.
NUMBER = "unit_number"
_NUMBERED = f"""
    select unit_id, cast(rpad(left(regexp_replace(unit_id, '[^0-9]', '', 'g'), 18), 18, '0') as bigint) as {NUMBER}
    from warehouse.marts.dim_unit group by unit_id
"""
NUMBER_IS = "Number of the unit by which its rows are found quickly; unit_id says which unit."
# What is looked up together lies together: a boundary's rows, of those the ones that carry a light, then unit by unit
# what a year holds (of measures, which are looked up for many units at once, its quarters, months or weeks), in groups
# of rows small enough to pass over all others.
SORTED_BY = (
    *("boundary", "adopted", "is_lit", "year(period_start)", NUMBER, "period_type"),
    *("unit_id", "indicator_id", "measure_id", "clause_id", "period_start"),
)


def complete(connection: duckdb.DuckDBPyConnection) -> None:
    """Add the marts to a copy of the facts, and make every view one of the published file."""
    connection.execute("create schema published.marts")
    relations = _relations(connection)
    for database, schema, name, kind in relations:
        if kind == "BASE TABLE" and database != FACTS:
            connection.execute(
                f"create table published.{schema}.{name} as {_copied(connection, database, schema, name)}"
            )
    connection.execute("use published")
    for database, schema, name, kind in relations:
        if kind == "VIEW":
            connection.execute(_view_definition(connection, database, schema, name))


def copy_changed(connection: duckdb.DuckDBPyConnection, changed: Changed) -> set[str]:
    """Put what changed in place of what the file holds; return the tables that were made anew."""
    anew = set()
    for database, schema, name, kind in _relations(connection):
        if kind == "VIEW" or name not in changed:
            continue
        part = changed[name]
        if part is None:
            copied = _copied(connection, database, schema, name)
            connection.execute(f"create or replace table published.{schema}.{name} as {copied}")
            anew.add(name)
        else:
            connection.execute(f"delete from published.{schema}.{name} where {part}")
            copied = _copied(connection, database, schema, name, f"where {part}")
            connection.execute(f"insert into published.{schema}.{name} by name {copied}")
    return anew


def sorting(columns: Iterable[str]) -> str:
    """How a table of figures is sorted; the others stay as they were built."""
    held = set(columns)
    keys = [key for key in SORTED_BY if key.removeprefix("year(").removesuffix(")") in held]
    return f"order by {', '.join(keys)}" if {"unit_id", "period_start"} <= held else ""


def _relations(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, str]]:
    return connection.execute(
        """
        select table_catalog, table_schema, table_name, table_type from information_schema.tables
        where table_catalog in ('warehouse', ?) and table_schema in (select unnest(?::varchar[]))
        order by table_type, 2, 3
        """,
        [FACTS, list(PUBLISHED_SCHEMAS)],
    ).fetchall()


def _copied(connection: duckdb.DuckDBPyConnection, database: str, schema: str, name: str, where: str = "") -> str:
    """Select a table's rows, sorted; units and figures of indicators with the number of their unit."""
    table = f"{database}.{schema}.{name}"
    if schema != "marts":
        return f"from {table} {where}"
    columns = [column for column, *_ in connection.execute(f"describe {table}").fetchall()]
    if name == "dim_unit" or {"unit_id", "indicator_id", "period_start"} <= set(columns):
        columns.append(NUMBER)
        table += f" left join ({_NUMBERED}) using (unit_id)"
    return f"from {table} {where} {sorting(columns)}"


def _view_definition(connection: duckdb.DuckDBPyConnection, database: str, schema: str, name: str) -> str:
    """Return the statement that makes a view, freed from the names of the files it reads."""
    row = connection.execute(
        "select sql from duckdb_views() where database_name = ? and schema_name = ? and view_name = ?",
        [database, schema, name],
    ).fetchone()
    assert row is not None
    made = str(row[0]).replace("CREATE VIEW", "create or replace view", 1)
    return re.sub(rf"\b(?:warehouse|{FACTS})\.(?=\w+\.)", "", made)
