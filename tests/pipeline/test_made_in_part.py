"""What a delivery does not touch is kept, and what it touches comes out as if everything had been made anew."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support import run_linli

from benchmarks import city
from pipelines.intake import corrections, decisions
from pipelines.settings import Home
from pipelines.warehouse.working import open_working

# A small city's fourteenth month is what is new; the register of one of its streets came late.
AS_OF, NEW, LATE = "2017-02-28", "2017-03", ("households", "9001002", "2017-02-05")
# One community sends what it sends, its street what is kept for all of its communities.
SENDERS = ("330482001004", "330482001")


def test_made_again_in_part_every_table_is_as_it_was(demo_home: Home, tmp_path: Path) -> None:
    place = Home(tmp_path / "data")
    shutil.copytree(demo_home.root, place.root)
    with open_working(place) as connection:
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
    with open_working(place, read_only=True) as connection:
        made = dict(connection.execute("select name, is_whole from touched.model").fetchall())
    assert {"fct_visit", "int_flow", "fct_measure", "fct_assessment"} <= {name for name in made if not made[name]}
    assert_same(demo_home.published, place.published)


def test_a_month_a_correction_and_a_late_register_come_out_as_if_all_had_been_made_anew(tmp_path: Path) -> None:
    place = Home(tmp_path / "data")
    city.make(place, communities=11, until_month=14)
    events = [json.loads(line) for line in place.ledger.read_text(encoding="utf-8").splitlines()]
    kinds = [(e["deliveries"][0]["dataset"], e["sender_code"], e["received_at"][:10]) for e in events]
    month = [event for event, (_, _, day) in zip(events, kinds, strict=True) if day >= NEW]
    late = [event for event, kind in zip(events, kinds, strict=True) if kind == LATE]
    assert len(month) > 4
    assert len(late) == 1

    write(place, [event for event in events if event not in month + late], "w")
    build(place)
    write(place, month, "a")
    old = {dataset: sorted((place.raw / dataset).glob("*.parquet"))[1].stem for dataset in ("visits", "cases")}
    corrections.correct(place, corrections.Cell(old["cases"], "Sheet1", 2, "closed_on"), "2016-07-01", None, "x", "y")
    build(place)
    made = changed(place)
    decisions.withdraw(place, old["visits"], "x", "y")
    write(place, late, "a")
    build(place)
    made_in_part = tmp_path / "in part.duckdb"
    shutil.copy(place.published, made_in_part)
    build(place, "--full")

    assert not any(made[name][0] for name in ("fct_visit", "fct_case", "int_flow", "fct_measure", "fct_indicator"))
    assert made["fct_visit"][1] == "2017-02-01"
    assert made["fct_case"][1] < "2016-07-01"
    assert_same(place.published, made_in_part)


def write(place: Home, events: list[dict[str, Any]], how: str) -> None:
    """Let the ledger begin anew with these events, or go on with them."""
    with place.ledger.open(how, encoding="utf-8") as ledger:
        ledger.writelines(json.dumps(event, ensure_ascii=False) + "\n" for event in events)


def build(place: Home, *how: str) -> None:
    """Run, as on the last day of the fourteenth month."""
    walked = run_linli(place, "run", "--as-of", AS_OF, *how)
    assert walked.returncode == 0, walked.stderr


def changed(place: Home) -> dict[str, tuple[bool, str]]:
    """What the last build changed: of each model whether all of it, and the first day of its rows that it did."""
    with open_working(place, read_only=True) as connection:
        found = connection.execute(
            "select name, is_whole, min(since)::varchar from touched.model left join touched.unit"
            " on touched.unit.model = name group by all"
        ).fetchall()
    return {name: (is_whole, since) for name, is_whole, since in found}


def assert_same(whole: Path, in_part: Path) -> None:
    """Compare two published files table by table."""
    before, after = summed(whole), summed(in_part)
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
