"""What readers may see, copied from the working warehouse into a published file: all of it, or what changed.

Belongs here: which schemas leave the build and how their tables are sorted. Does not belong here: when, and what else
a published file holds (publish.py). The build is attached as `build`, the file as `published`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

PUBLISHED_SCHEMAS = ("marts", "core", "measures")
# What is looked up together lies together: a boundary's rows, of those the ones that carry a light, then a year's
# quarters, months or weeks unit by unit, in groups of rows small enough to pass over all others. (Groups are passed
# over by dates and by the first eight bytes of a text; units of one area share those.)
SORTED_BY = (
    *("boundary", "adopted", "is_lit", "year(period_start)", "period_type"),
    *("unit_id", "indicator_id", "measure_id", "clause_id", "period_start"),
)


def copy_all(connection: duckdb.DuckDBPyConnection) -> None:
    """Copy every table and view."""
    relations = _relations(connection)
    for schema in PUBLISHED_SCHEMAS:
        connection.execute(f"create schema published.{schema}")
    for schema, name, kind in relations:
        if kind == "BASE TABLE":
            _copy_table(connection, schema, name)
    connection.execute("use published")
    for schema, name, kind in relations:
        if kind == "VIEW":
            connection.execute(_view_definition(connection, schema, name))


def copy_changed(connection: duckdb.DuckDBPyConnection, changed: dict[str, bool]) -> set[str]:
    """Put what changed in place of what the file holds; return the tables that were made anew.

    `changed` names the models that changed since, and whether in more than the units touched.unit names of them.
    """
    anew = set()
    for schema, name, kind in _relations(connection):
        if kind == "VIEW" or name not in changed:
            continue
        units = f"select unit_id from build.touched.unit where model = '{name}'"
        touched = f"(unit_id is null or unit_id in ({units}))"
        if changed[name]:
            connection.execute(f"drop table published.{schema}.{name}")
            _copy_table(connection, schema, name)
            anew.add(name)
        else:
            order = _order(connection, schema, name)
            connection.execute(f"delete from published.{schema}.{name} where {touched}")
            connection.execute(
                f"insert into published.{schema}.{name} from build.{schema}.{name} where {touched} {order}"
            )
    return anew


def sorting(columns: Iterable[str]) -> str:
    """How a table of figures is sorted; the others stay as they were built."""
    held = set(columns)
    keys = [key for key in SORTED_BY if key.removeprefix("year(").removesuffix(")") in held]
    return f"order by {', '.join(keys)}" if {"unit_id", "period_start"} <= held else ""


def _relations(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    return connection.execute(
        """
        select table_schema, table_name, table_type from information_schema.tables
        where table_catalog = 'build' and table_schema in (select unnest(?::varchar[])) order by table_type, 1, 2
        """,
        [list(PUBLISHED_SCHEMAS)],
    ).fetchall()


def _copy_table(connection: duckdb.DuckDBPyConnection, schema: str, name: str) -> None:
    order = _order(connection, schema, name)
    connection.execute(f"create table published.{schema}.{name} as from build.{schema}.{name} {order}")


def _order(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> str:
    if schema != "marts":
        return ""
    return sorting(name for name, *_ in connection.execute(f"describe build.marts.{table}").fetchall())


def _view_definition(connection: duckdb.DuckDBPyConnection, schema: str, name: str) -> str:
    """Return the statement that made a view, freed from the name of the file it was made in."""
    row = connection.execute(
        "select sql from duckdb_views() where database_name = 'build' and schema_name = ? and view_name = ?",
        [schema, name],
    ).fetchone()
    assert row is not None
    return str(row[0]).replace("warehouse.", "")
