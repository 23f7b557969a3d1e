"""A delivery is staged once: again only when it, its corrections or what every row depends on changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mini_district import UNITS
from support import deliver

from pipelines.catalog.compile import compile_reference
from pipelines.intake import decisions, ingest
from pipelines.intake.corrections import Cell, correct
from pipelines.settings import Home
from pipelines.warehouse.build import register_sources
from pipelines.warehouse.dbt_invocation import invoke
from pipelines.warehouse.manifest import load_parsed
from pipelines.warehouse.touched import mark_touched, remember_staged
from pipelines.warehouse.working import forget_working, open_working

HEADER = "单位,统计日期,户数,常住人口,城镇人口\n"
FIRST = HEADER + "甲一社区,2014-03-31,60,180,180\n乙社区,2014-03-31,2OO,600,600\n"
SECOND = HEADER + "甲一社区,2014-06-30,61,181,181\n甲一社区,2014-06-30,62,182,182\n"


def mark(home: Home) -> set[str] | None:
    """Say which deliveries are to be staged again; None means all of them."""
    deliveries = register_sources(home)
    with open_working(home) as connection:
        touched = mark_touched(connection, home, deliveries)
        if touched is None:
            return None
        return {name for (name,) in connection.execute("select delivery_id from touched.delivery").fetchall()}


def stage(home: Home) -> list[tuple[Any, ...]]:
    """Stage what is marked, remember it, and return the staged rows of the register of people."""
    result = invoke(home, "run", "--select", "stg_units", "stg_unit_lookup", "stg_population", parsed=load_parsed())
    assert result.success, [one.message for one in result.result.results]
    with open_working(home) as connection:
        remember_staged(connection)
        return connection.execute("from staging.stg_population order by all").fetchall()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A district with one delivery, staged."""
    home = Home(tmp_path)
    deliver(home, "90", "units.csv", UNITS, "2014-01-01T09:00:00")
    deliver(home, "90", "first.csv", FIRST, "2014-07-01T09:00:00")
    ingest(home)
    compile_reference(home.reference)
    assert mark(home) is None, "there is nothing yet that could be kept"
    stage(home)
    return home


def test_only_what_changed_is_staged_again_and_comes_to_the_same(home: Home) -> None:
    assert mark(home) == set()
    assert len(stage(home)) == 2, "nothing is touched, everything stays"

    deliver(home, "90", "second.csv", SECOND, "2014-07-02T09:00:00")
    (new,) = ingest(home).outcomes[0].delivery_ids
    assert mark(home) == {new}
    staged = stage(home)
    assert [row[-1] for row in staged if row[0] == new] == ["", "|as_on:duplicate_key"]

    (old,) = {row[0] for row in staged} - {new}
    correct(home, Cell(old, "first", 3, "households"), "200", "2OO", "区民政局", "字母O当作零")
    assert mark(home) == {old}
    assert all(row[-1] == "" for row in stage(home) if row[0] == old)

    decisions.withdraw(home, new, "区民政局", "重复报送")
    assert mark(home) == {new}
    in_parts = stage(home)
    forget_working(home)
    assert mark(home) is None
    assert stage(home) == in_parts


def test_after_a_build_that_did_not_come_to_its_end_everything_is_made_anew(home: Home) -> None:
    assert mark(home) == set()
    assert mark(home) is None


def test_a_new_list_of_units_touches_everything(home: Home) -> None:
    deliver(home, "90", "more.csv", UNITS.replace("乙社区", "丁社区"), "2014-07-03T09:00:00")
    ingest(home)
    assert mark(home) is None
    assert {row[-1] for row in stage(home)} != {""}
