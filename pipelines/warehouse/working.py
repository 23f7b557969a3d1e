"""The working warehouse: two files that are opened as one.

What is counted and what each row of it adds (schemas core and measures) stands in a file of its own, as it is
published: a published file begins as a copy of it. All else stands in the other. Belongs here: opening, copying and
forgetting them. Does not belong here: what is written into them; dbt_project/macros/generate_database_name.sql says
which model goes where.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.settings import Home

DUCKDB_CONFIG = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
FACTS = "facts"
# Texts are written with a third less work than in the format before. Only this project reads the working warehouse;
# what is published is read by any DuckDB from 1.3 on.
WORKING_FORMAT = {"storage_compatibility_version": "v1.5.0"}
ROW_GROUP_SIZE = 16_384
PUBLISHED_FORMAT = f"row_group_size {ROW_GROUP_SIZE}, storage_version 'v1.3.0'"


def open_working(home: Home, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open both files; a table is found by its schema, whichever of them holds it."""
    connection = duckdb.connect(str(home.warehouse), read_only, {**DUCKDB_CONFIG, **WORKING_FORMAT})
    how = "read_only" if read_only else PUBLISHED_FORMAT
    connection.execute(f"attach if not exists '{home.facts.as_posix()}' as {FACTS} ({how})")
    held = connection.execute(
        "select schema_name from duckdb_schemas() where database_name = ? and not internal", [FACTS]
    ).fetchall()
    found = ["warehouse.main", *(f"{FACTS}.{schema}" for (schema,) in held)]
    connection.execute(f"set search_path = '{','.join(found)}'")
    return connection


def forget_working(home: Home) -> None:
    """Remove both files, that what is made anew leaves no gaps in them."""
    for file in (home.warehouse, home.facts):
        file.unlink(missing_ok=True)
        file.with_name(file.name + ".wal").unlink(missing_ok=True)


def copy_facts(home: Home, target: Path) -> None:
    """Copy the file of the facts, with all that was written into it."""
    with open_working(home) as connection:
        connection.execute(f"checkpoint {FACTS}")
    shutil.copyfile(home.facts, target)


def without_files(statement: str) -> str:
    """Return a statement that dbt compiled without the files' names, so that it runs wherever the schemas stand."""
    return statement.replace('"warehouse".', "").replace(f'"{FACTS}".', "")
