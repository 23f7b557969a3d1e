"""Whether two published files hold the same rows.

Belongs here: comparing tables. Does not belong here: building them (spark_equals_duckdb.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

FLOATS = {"DOUBLE", "FLOAT"}
TOLERANCE = 1e-12
# A chance is the exponential of a sum of thousands of logarithms: the last digits are those of the library of numbers.
LOOSER = {"marts.fct_peer_funnel": 1e-6}
# What tells one run from another, and nothing else.
OF_THE_RUN = "meta"


@dataclass(frozen=True)
class Compared:
    """One table: how many rows it has, how many only after floats were let differ, how many not at all."""

    table: str
    rows: int
    within_tolerance: int
    different: int
    columns: str = ""


def compare(one: Path, other: Path) -> list[Compared]:
    """Compare every table and view of two files: columns and types, then the rows, both ways."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{one}' as one (read_only)")
        connection.execute(f"attach '{other}' as other (read_only)")
        names = [_tables(connection, catalog) for catalog in ("one", "other")]
        absent = [Compared(name, 0, 0, 0, "only in one of the files") for name in sorted(names[0] ^ names[1])]
        return absent + [_compare(connection, name) for name in sorted(names[0] & names[1])]


def _tables(connection: duckdb.DuckDBPyConnection, catalog: str) -> set[str]:
    found = connection.execute(
        "select table_schema || '.' || table_name from information_schema.tables"
        " where table_catalog = ? and table_schema <> ?",
        [catalog, OF_THE_RUN],
    ).fetchall()
    return {name for (name,) in found}


def _compare(connection: duckdb.DuckDBPyConnection, table: str) -> Compared:
    described = [
        [(name, kind) for name, kind, *_ in connection.execute(f"describe {catalog}.{table}").fetchall()]
        for catalog in ("one", "other")
    ]
    for name, catalog in (("left_over", "one"), ("right_over", "other")):
        against = "other" if catalog == "one" else "one"
        connection.execute(
            f"create or replace temp table {name} as from {catalog}.{table} except all from {against}.{table}"
        )
    rows = _count(connection, f"select count(*) from one.{table}")
    differing = max(_count(connection, f"select count(*) from {name}") for name in ("left_over", "right_over"))
    wrong = _unmatched(connection, described[0], LOOSER.get(table, TOLERANCE)) if differing else 0
    columns = "" if described[0] == described[1] else f"types differ: {sorted(set(described[0]) ^ set(described[1]))}"
    return Compared(table, rows, differing - wrong, wrong, columns)


def _unmatched(connection: duckdb.DuckDBPyConnection, columns: list[tuple[str, str]], tolerance: float) -> int:
    """Count the left-over rows that no row of the other side equals, floats to a relative tolerance."""
    floats = [f'"{name}"' for name, kind in columns if kind in FLOATS]
    exact = [f'"{name}"' for name, kind in columns if kind not in FLOATS]
    order = ", ".join([*exact, *(f"round({name}, 6)" for name in floats), *floats])
    same = [f"a.{name} is not distinct from b.{name}" for name in exact]
    same += [
        f"(a.{name} is not distinct from b.{name}"
        f" or abs(a.{name} - b.{name}) <= {tolerance} * greatest(abs(a.{name}), abs(b.{name})))"
        for name in floats
    ]
    numbered = "select *, row_number() over (order by {order}) as place from {name}"
    left, right = (numbered.format(order=order, name=name) for name in ("left_over", "right_over"))
    return _count(
        connection,
        f"select count(*) from ({left}) as a full join ({right}) as b using (place)"
        f" where not coalesce({' and '.join(same)}, false)",
    )


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return int(row[0])
