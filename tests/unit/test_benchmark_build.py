"""The build benchmark's contestants on a tiny city: they find the same rows, so that none of them can rot unseen.

Linli itself is compared where it is measured (`make bench`): building it anew here would take longer than all else.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pytest

from benchmarks import city
from benchmarks.build import floor, in_pandas
from benchmarks.build.equal import DiffersError, require_equal
from benchmarks.build.flame import dearest, named, picture
from benchmarks.build.given import INDICATORS, give
from benchmarks.startup import Statement
from pipelines.settings import Home


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two communities for three months, as the floor and pandas read them."""
    folder = tmp_path_factory.mktemp("city")
    home = Home(folder)
    city.make(home, communities=2, until_month=3)
    give(home, folder / "given")
    for name, contestant in (("floor", floor), ("pandas", in_pandas)):
        (folder / name).mkdir()
        contestant.work(home.raw, folder / "given", folder / name)
    return folder


def publish(place: Path) -> Path:
    """What the floor found, in the tables that Linli publishes."""
    file = place / "published.duckdb"
    file.unlink(missing_ok=True)
    with duckdb.connect(str(file)) as connection:
        connection.execute("create schema marts")
        figures, rejected = place / "floor" / "figures.parquet", place / "floor" / "rejected.parquet"
        connection.execute(f"create table marts.fct_indicator as select *, 'as_was' as boundary from '{figures}'")
        connection.execute(f"create table marts.dq_rejected_row as from '{rejected}'")
    return file


def test_pandas_finds_what_the_floor_finds(place: Path) -> None:
    figures, rejected = require_equal(
        publish(place), place / "pandas" / "figures.parquet", place / "pandas" / "rejected.parquet"
    )
    assert figures > 1000
    assert rejected > 0


def test_every_indicator_compared_has_figures(place: Path) -> None:
    found = duckdb.sql(f"select distinct indicator_id from '{place}/floor/figures.parquet' where value is not null")
    assert {row[0] for row in found.fetchall()} == set(INDICATORS)


def test_a_figure_that_differs_is_refused(place: Path) -> None:
    file = publish(place)
    with duckdb.connect(str(file)) as connection:
        connection.execute(
            "update marts.fct_indicator set numerator = numerator + 1"
            " where indicator_id = 'workers_headcount' and period_type = 'year' and unit_id = 'demo:90'"
        )
    with pytest.raises(DiffersError, match="3 figures differ"):
        require_equal(file, place / "floor" / "figures.parquet", place / "floor" / "rejected.parquet")


def test_a_statement_is_told_by_the_table_it_makes() -> None:
    made = 'create or replace table "facts"."core"."fct_visit" as (select 1)'
    says = [made, "create table published.marts.fct_indicator as from x", "select count(*) from (\nselect 1)", "commit"]
    statements = [Statement(1, second, second + 1.0, text) for second, text in enumerate(says)]
    assert [named(one) for one in statements] == [
        ("core", "fct_visit"),
        ("published", "fct_indicator"),
        ("tests", "data test"),
        ("other", "commit"),
    ]
    assert dearest([*statements, Statement(2, 0, 3, made)], 1) == [("core", "fct_visit", 4.0)]
    drawn = ElementTree.fromstring(picture(statements, 4))
    titles = [title.text for title in drawn.iter("{http://www.w3.org/2000/svg}title")]
    assert titles[1] == "published.fct_indicator: 1.0 s, from 1.0 s on"
