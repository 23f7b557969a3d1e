"""What a build comes to depends on what was delivered, not on how: split or whole, in which order, on one day or two.

Belongs here: properties of whole builds of the small district (mini_district.py), whose statements are run in memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from mini_district import FILES, ask, put

from pipelines.catalog.contracts import load_contracts
from pipelines.intake import ingest
from pipelines.intake.ledger import Event, Ledger
from pipelines.intake.raw_tables import register_raw
from pipelines.settings import Home
from pipelines.warehouse.dbt_invocation import compiled
from pipelines.warehouse.manifest import load_manifest
from pipelines.warehouse.working import open_working, without_files

CONTRACTS = load_contracts()
SCHEMAS = ("staging", "core", "measures", "engine", "marts", "quality", "reference")
TABLES = ("fct_measure", "fct_indicator", "fct_assessment", "fct_verdict", "fct_missing_item")
# Rows of one unit and day travel together, as a list replaces what came before of that day; the register comes whole.
PARTS = 3


@dataclass(frozen=True, repr=False)
class Build:
    """The statements of the district's build, and where its reference tables stand."""

    reference: Path
    statements: dict[str, str]

    def figures(self, connection: duckdb.DuckDBPyConnection, home: Home) -> dict[str, list[tuple[Any, ...]]]:
        """Build from what a home has received, over what the connection holds already; return what is published."""
        register_raw(connection, home, CONTRACTS)
        for schema in SCHEMAS:
            connection.execute(f"create schema if not exists {schema}")
        for file in sorted(self.reference.glob("*.parquet")):
            connection.execute(
                f"create or replace view reference.{file.stem} as from read_parquet('{file.as_posix()}')"
            )
        for relation, statement in self.statements.items():
            connection.execute(f"create or replace table {relation} as {statement}")
        return published(connection)


def published(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of the tables that hold figures; cells are numbered anew by every build."""
    without = {"fct_measure": "exclude (cell_id)"}
    return {
        table: connection.execute(f"select * {without.get(table, '')} from marts.{table} order by all").fetchall()
        for table in TABLES
    }


@pytest.fixture(scope="module")
def build(warehouse: Home) -> Build:
    """The statements that built the district, each after those it reads."""
    nodes = load_manifest()["nodes"]
    models = {name: node for name, node in nodes.items() if node["resource_type"] == "model"}
    order = TopologicalSorter({name: set(node["depends_on"]["nodes"]) for name, node in models.items()}).static_order()
    return Build(
        warehouse.reference,
        {
            f"{nodes[name]['schema']}.{nodes[name]['name']}": without_files(compiled(warehouse, nodes[name]))
            for name in order
            if name in models
        },
    )


@pytest.fixture(scope="module")
def whole(warehouse: Home) -> dict[str, list[tuple[Any, ...]]]:
    """What the build of the whole files, taken in at once, has published."""
    with open_working(warehouse, read_only=True) as connection:
        return published(connection)


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, dict[str, Event]]:
    """Every file cut into parts, each a delivery of its own, taken in; nothing built."""
    home = Home(tmp_path_factory.mktemp("parts"))
    for name, text in FILES.items():
        header, *lines = text.splitlines()
        groups = sorted({_group(line) for line in lines})
        for part in range(1 if name == "units" else PARTS):
            chosen = [line for line in lines if name == "units" or groups.index(_group(line)) % PARTS == part]
            if chosen:
                put(home, f"{name}{part}", "\n".join([header, *chosen, ""]))
    assert ingest(home).refused == 0
    return home, {event["file_name"].removesuffix(".csv"): event for event in Ledger(home.ledger).events()}


def _group(line: str) -> str:
    return ",".join(line.split(",")[:2])


def _home(folder: Path, source: Home, events: list[Event]) -> Home:
    """A home that has received these deliveries, in this order."""
    home = Home(folder)
    ledger = Ledger(home.ledger)
    for event in events:
        ledger.append(event)
    for dataset in source.raw.iterdir():
        if dataset.is_dir():
            (home.raw / dataset.name).symlink_to(dataset)
    return home


@settings(max_examples=2, deadline=None, phases=[Phase.generate])
@given(data=st.data())
def test_neither_parts_nor_order_nor_days_change_a_figure(
    build: Build,
    received: tuple[Home, dict[str, Event]],
    whole: dict[str, list[tuple[Any, ...]]],
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
) -> None:
    source, events = received
    order = data.draw(st.permutations(sorted(events)))
    yesterday = data.draw(st.integers(1, len(order) - 1))
    folder = tmp_path_factory.mktemp("days")
    with duckdb.connect() as connection:
        for name, count in (("yesterday", yesterday), ("today", len(order))):
            home = _home(folder / name, source, [events[one] for one in order[:count]])
            found = build.figures(connection, home)
    for table in TABLES:
        assert found[table] == whole[table], table


def test_what_adds_up_is_the_sum_of_the_units_below(warehouse: Home) -> None:
    """Whoever is counted at a unit is counted once at the unit above: flows and stocks, on each boundary."""
    differing = ask(
        warehouse,
        """
        with additive as (
            select measured.*, unit.parent_id from marts.fct_measure as measured
            inner join marts.dim_measure using (measure_id)
            inner join (select distinct unit_id, parent_id from marts.dim_unit) as unit using (unit_id)
            where kind in ('flow', 'stock') and fact <> 'mea_units'
        ),
        below as (
            select measure_id, parent_id as unit_id, period_type, period_start, boundary, sum(value) as value
            from additive group by all
        )
        select above.measure_id, above.unit_id, period_type, period_start, boundary, above.value, below.value
        from additive as above
        inner join below using (measure_id, unit_id, period_type, period_start, boundary)
        where coalesce(above.value, 0) <> coalesce(below.value, 0)
        """,
    )
    assert differing == []
    assert ask(warehouse, "select count(*) > 500 from marts.fct_measure where value > 0") == [(True,)]
