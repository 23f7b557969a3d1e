"""What a published file says of its own tables and columns, as COMMENTs.

Belongs here: writing them. Does not belong here: what they say, which stands where a table is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def literal(text: str) -> str:
    """Return a text of one line, as SQL writes it."""
    return "'" + " ".join(text.split()).replace("'", "''") + "'"


def describe_table(connection: duckdb.DuckDBPyConnection, table: str, says: str, **columns: str) -> None:
    """Describe a table of the schema meta and every column of it."""
    connection.execute(f"comment on table published.meta.{table} is {literal(says)}")
    for name, text in columns.items():
        connection.execute(f"comment on column published.meta.{table}.{name} is {literal(text)}")
