"""Whatever was delivered and taken back, in whatever order: what counts is what the deliveries that stand say alone."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mini_district import UNITS
from support import deliver

from pipelines.catalog.compile import compile_reference
from pipelines.catalog.contracts import load_contracts
from pipelines.intake import ingest
from pipelines.intake.ledger import Event, Ledger
from pipelines.intake.raw_tables import register_raw
from pipelines.settings import Home
from pipelines.warehouse.build import register_sources
from pipelines.warehouse.dbt_invocation import invoke
from pipelines.warehouse.manifest import load_parsed
from pipelines.warehouse.working import without_files

CONTRACTS = load_contracts()
STEPS = ("stg_units", "stg_unit_lookup", "stg_population", "stg_economy", "dim_unit", "fct_population_spell")
HEADER = "单位,统计日期,户数,常住人口,城镇人口\n"
# Snapshots that replace each other as a whole, and events that do so one by one; two arrive at the same moment.
FILES = {
    "p1": (HEADER + "甲一社区,2014-03-31,60,180,180\n乙社区,2014-03-31,200,600,600\n", 1),
    "p2": (HEADER + "甲一社区,2014-03-31,61,181,181\n", 3),
    "p3": (HEADER + "乙社区,2014-03-31,210,610,610\n乙社区,2014-06-30,220,620,620\n", 3),
    "p4": (HEADER + "甲一社区,2014-03-31,62,182,182\n乙社区,2014-06-30,230,630,630\n", 5),
    "e1": ("单位,年度,指标,数值\n示范区,2012,职工年平均工资,30000\n示范区,2013,职工年平均工资,40000\n", 2),
    "e2": ("单位,年度,指标,数值\n示范区,2013,职工年平均工资,41000\n", 4),
    "e3": ("单位,年度,指标,数值\n示范区,2013,职工年平均工资,42000\n示范区,2014,职工年平均工资,45000\n", 4),
}


@dataclass(frozen=True)
class Office:
    """What was received, and the statements that make something of it."""

    home: Home
    received: dict[str, Event]
    statements: dict[str, str]

    def figures(self, folder: Path, events: list[Event]) -> list[list[tuple[Any, ...]]]:
        """Return what counts under a ledger of these events."""
        ledger = Ledger(folder / "raw" / "ledger.jsonl")
        for event in events:
            ledger.append(event)
        for dataset in ("units", "population", "economy"):
            (folder / "raw" / dataset).symlink_to(self.home.raw / dataset)
        with duckdb.connect() as connection:
            register_raw(connection, Home(folder), CONTRACTS)
            for schema in ("staging", "core", "marts"):
                connection.execute(f"create schema {schema}")
            for relation, statement in self.statements.items():
                connection.execute(f"create table {relation} as {statement}")
            return [
                connection.execute(f"select * from {relation} order by all").fetchall()
                for relation in ("core.fct_population_spell", "core.fct_benchmark")
            ]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The district's register and seven deliveries, taken in; nothing built."""
    home = Home(tmp_path_factory.mktemp("office"))
    deliver(home, "90", "units.csv", UNITS, "2014-01-01T09:00:00")
    for name, (text, day) in FILES.items():
        deliver(home, "90", f"{name}.csv", text, f"2014-07-0{day}T09:00:00")
    assert ingest(home).refused == 0
    received = {event["file_name"].removesuffix(".csv"): event for event in Ledger(home.ledger).events()}
    compile_reference(home.reference)
    register_sources(home)
    wanted = (*STEPS, "fct_benchmark")
    result = invoke(home, "compile", "--select", *wanted, parsed=load_parsed())
    assert result.success, result.exception
    nodes = {compiled.node.name: compiled.node for compiled in result.result.results}
    statements = {f"{nodes[name].schema}.{name}": without_files(nodes[name].compiled_code) for name in wanted}
    return Office(home, received, statements)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    order=st.permutations(sorted(FILES)),
    withdrawn=st.sets(st.sampled_from(sorted(FILES))),
    places=st.lists(st.integers(0, 14), min_size=7, max_size=7),
)
def test_withdrawing_leaves_what_the_others_say(
    office: Office, tmp_path: Path, order: list[str], withdrawn: set[str], places: list[int]
) -> None:
    events = [office.received["units"], *(office.received[name] for name in order)]
    for name, place in zip(sorted(withdrawn), places, strict=False):
        identifier = office.received[name]["deliveries"][0]["delivery_id"]
        decision = {
            "event": "withdrawn",
            "delivery_id": identifier,
            "who": "x",
            "why": "y",
            "at": "2014-08-01T09:00:00",
        }
        events.insert(min(place, len(events)), decision)
    alone = [office.received["units"], *(office.received[name] for name in sorted(FILES) if name not in withdrawn)]
    for folder in ("one", "other"):
        shutil.rmtree(tmp_path / folder, ignore_errors=True)
    assert office.figures(tmp_path / "one", events) == office.figures(tmp_path / "other", alone)


def test_a_withdrawal_revives_what_was_superseded(office: Office, tmp_path: Path) -> None:
    everything = [office.received["units"], *(office.received[name] for name in FILES)]
    gone = office.received["p4"]["deliveries"][0]["delivery_id"]
    decision = {"event": "withdrawn", "delivery_id": gone, "who": "x", "why": "y", "at": "2014-08-01T09:00:00"}
    before, _ = office.figures(tmp_path / "before", everything)
    after, _ = office.figures(tmp_path / "after", [*everything, decision])
    assert [row[:4] for row in before if row[0] == "demo:9001002"] == [("demo:9001002", 62, 182, 182)]
    assert [row[:4] for row in after if row[0] == "demo:9001002"] == [("demo:9001002", 61, 181, 181)]
