"""Every published figure of the demo against one counted in plain Python from the same files.

Exact for counts and money, 1e-9 relative for rates. Where a report is missing the warehouse leaves units out of the
denominator and gives bounds: of such rows only the numerator is compared.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
import pytest
import yaml
from counts import Tree
from measures import Measures
from records import Records
from sides import Sides
from support import Demo

from pipelines.settings import DBT_DIR, SEEDS_DIR

FIGURES = """
    select indicator_id, unit.code, period_type, period_start, period_end, numerator::double, denominator::double,
        value::double, coalesce(coverage, 1) = 1
    from marts.fct_indicator
    inner join (select distinct unit_id, code from marts.dim_unit) as unit using (unit_id)
    where boundary = 'as_was' and na_reason is null
"""
MEASURES = """
    select measure_id, unit.code, period_type, period_start, period_end, value::double
    from marts.fct_measure
    inner join marts.dim_period using (period_type, period_start)
    inner join (select distinct unit_id, code from marts.dim_unit) as unit using (unit_id)
    where boundary = 'as_was' and value is not null
"""


@pytest.fixture(scope="module")
def records(demo: Demo) -> Records:
    return Records(demo.delivered, DBT_DIR / "models" / "sources")


@pytest.fixture(scope="module")
def roots() -> list[dict[str, Any]]:
    listed = yaml.safe_load((SEEDS_DIR / "jurisdictions.yml").read_text(encoding="utf-8"))
    return list(listed["jurisdictions"])


@pytest.fixture(scope="module")
def tree(records: Records, roots: list[dict[str, Any]]) -> Tree:
    return Tree(records.units(), {root["code"]: root["as_of"] for root in roots})


@pytest.fixture(scope="module")
def measures(records: Records, tree: Tree, roots: list[dict[str, Any]]) -> Measures:
    return Measures(records, tree, {root["code"]: root["starts_on"] for root in roots})


@pytest.fixture(scope="module")
def indicators() -> dict[str, dict[str, Any]]:
    files = sorted((SEEDS_DIR / "indicators").glob("*.yml"))
    return {one["id"]: one for file in files for one in yaml.safe_load(file.read_text(encoding="utf-8"))["indicators"]}


@pytest.fixture(scope="module")
def benchmarks(records: Records) -> dict[tuple[str, str, int], Decimal]:
    return {(row["benchmark"], row["unit"], row["year"]): row["amount"] for row in records.current("economy")}


@pytest.fixture(scope="module")
def clauses() -> dict[str, dict[str, Any]]:
    files = sorted((SEEDS_DIR / "policies").glob("*.yml"))
    return {one["id"]: one for file in files for one in yaml.safe_load(file.read_text(encoding="utf-8"))["clauses"]}


@pytest.fixture(scope="module")
def sides(
    measures: Measures,
    tree: Tree,
    benchmarks: dict[tuple[str, str, int], Decimal],
    indicators: dict[str, dict[str, Any]],
    clauses: dict[str, dict[str, Any]],
) -> Sides:
    return Sides(measures, tree, benchmarks, indicators, clauses)


def test_every_figure_is_what_plain_counting_gives(
    demo: Demo, sides: Sides, indicators: dict[str, dict[str, Any]]
) -> None:
    with duckdb.connect(str(demo.home.published), read_only=True) as connection:
        figures = connection.execute(FIGURES).fetchall()
    wrong = []
    for indicator_id, unit, period_type, start, end, *published, complete in figures:
        expected = sides.figure(indicator_id, unit, start, end)[: None if complete else 1]
        if any(not _same(a, b) for a, b in zip(published, expected, strict=complete)):
            wrong.append((indicator_id, unit, period_type, start.isoformat(), published, expected))
    assert wrong[:20] == [], f"{len(wrong)} of {len(figures)} differ"
    assert {figure[0] for figure in figures} == set(indicators)


def _same(published: float | None, counted: Decimal | None) -> bool:
    if published is None or counted is None:
        return published is None and counted is None
    return abs(published - float(counted)) <= 1e-9 * max(1.0, abs(float(counted)))


def test_every_measure_is_what_plain_counting_gives(demo: Demo, measures: Measures) -> None:
    with duckdb.connect(str(demo.home.published), read_only=True) as connection:
        found = connection.execute(MEASURES).fetchall()
    wrong = []
    for measure, unit, period_type, start, end, value in found:
        counted = measures.count(measure).value(unit, start, end)
        if not _same(value, Decimal(counted)):
            wrong.append((measure, unit, period_type, start.isoformat(), value, counted))
    assert wrong[:20] == [], f"{len(wrong)} of {len(found)} differ"


def test_exactly_the_planted_cells_are_refused(demo: Demo, records: Records) -> None:
    with duckdb.connect(str(demo.home.published), read_only=True) as connection:
        rejected = connection.execute(
            "select delivery.dataset, column_name from marts.dq_rejected_row"
            " inner join marts.dq_delivery as delivery using (delivery_id)"
        ).fetchall()
    assert sorted(records.refused) == sorted(rejected)
