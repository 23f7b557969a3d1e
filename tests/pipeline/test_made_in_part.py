"""What a delivery does not touch is kept, and what it touches comes out as if everything had been made anew."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support import run_linli

from pipelines.settings import Home

# One community sends what it sends, its street what is kept for all of its communities.
SENDERS = ("330482001004", "330482001")


def test_made_again_in_part_every_table_is_as_it_was(demo_home: Home, tmp_path: Path) -> None:
    place = Home(tmp_path / "data")
    shutil.copytree(demo_home.root, place.root)
    with duckdb.connect(str(place.warehouse)) as connection:
        # as if these deliveries had changed since they were staged
        forgotten = connection.execute(
            """
            update raw.staged set stamp = 'another' from raw.delivery
            where staged.delivery_id = delivery.delivery_id and staged.dataset <> 'units' and sender_code in ?
            returning staged.dataset
            """,
            [SENDERS],
        ).fetchall()
    assert len({dataset for (dataset,) in forgotten}) > 10
    (place.build / "published.inputs").unlink()

    walked = run_linli(place, "run")

    assert walked.returncode == 0, walked.stderr
    with duckdb.connect(str(place.warehouse), read_only=True) as connection:
        made = dict(connection.execute("select name, is_whole from touched.model").fetchall())
    assert {"fct_visit", "int_flow", "fct_measure", "fct_assessment"} <= {name for name in made if not made[name]}
    before, after = summed(demo_home.published), summed(place.published)
    assert len(before) > 100
    assert before.keys() == after.keys()
    for table, (exact, floats) in after.items():
        assert exact == before[table][0], table
        assert floats == pytest.approx(before[table][1], rel=1e-9), table


def summed(file: Path) -> dict[str, tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """Say of every table how many rows it has and a hash of all but the floats; and what the floats add up to."""
    with duckdb.connect(str(file), read_only=True) as connection:
        columns: dict[str, list[tuple[str, str]]] = {}
        for table, name, kind in connection.execute(
            "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns()"
            " where not internal and schema_name <> 'meta' order by 1, column_index"
        ).fetchall():
            columns.setdefault(table, []).append((name, kind))
        return {table: _summed(connection, table, described) for table, described in columns.items()}


def _summed(
    connection: duckdb.DuckDBPyConnection, table: str, columns: list[tuple[str, str]]
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    exact = ", ".join(name for name, kind in columns if kind != "DOUBLE")
    floats = "".join(f", sum({name}), sum({name} * (row_hash % 1000))" for name, kind in columns if kind == "DOUBLE")
    row = connection.execute(
        f"select count(*), sum(row_hash)::varchar {floats} from (select *, hash({exact}) as row_hash from {table})"
    ).fetchone()
    assert row is not None
    return row[:2], row[2:]
