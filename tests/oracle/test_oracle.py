"""Every published figure of the demo against one counted in plain Python from the same files.

Exact for counts and money, 1e-9 relative for rates. Where a report is missing the warehouse leaves units out of the
denominator and gives bounds: such rows are left to the tests of coverage, and counted here so that they stay few.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import duckdb
import pytest
import yaml
from counts import Tree
from measures import Measures
from records import Records
from support import Demo

from pipelines.settings import DBT_DIR, SEEDS_DIR

FIGURES = """
    select indicator_id, unit.code, period_type, period_start, period_end, numerator::double, denominator::double,
        value::double
    from marts.fct_indicator
    inner join (select distinct unit_id, code from marts.dim_unit) as unit using (unit_id)
    where boundary = 'as_was' and na_reason is null and coalesce(coverage, 1) = 1
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


class Side:
    """One side of an indicator for a unit and period."""

    def __init__(self, measures: Measures, tree: Tree, benchmarks: dict[tuple[str, str, int], Decimal]) -> None:
        self._measures, self._tree, self._benchmarks = measures, tree, benchmarks

    def known(self, side: dict[str, Any] | None) -> bool:
        """Whether it can be counted here."""
        return side is None or ("measure" in side and self._measures.known(side["measure"]))

    def value(self, side: dict[str, Any] | None, unit: str, start: dt.date, end: dt.date) -> Decimal | None:
        """What it comes to; a plain count has no denominator."""
        if side is None:
            return None
        lag = side.get("lag_years", 0)
        if lag:
            start, end = start.replace(year=start.year - lag), end.replace(year=end.year - lag)
        value = Decimal(self._measures.count(side["measure"]).value(unit, start, end))
        if "benchmark" in side:
            year = start.year - side.get("benchmark_lag_years", 0)
            known = (self._benchmarks.get((side["benchmark"], above, year)) for above in self._tree.upward(unit))
            value *= next(amount for amount in known if amount is not None)
        return value


def test_every_figure_is_what_plain_counting_gives(
    demo: Demo,
    measures: Measures,
    tree: Tree,
    indicators: dict[str, dict[str, Any]],
    benchmarks: dict[tuple[str, str, int], Decimal],
) -> None:
    sides = Side(measures, tree, benchmarks)
    with duckdb.connect(str(demo.home.published), read_only=True) as connection:
        figures = connection.execute(FIGURES).fetchall()
    wrong, compared = [], set()
    for indicator_id, unit, period_type, start, end, numerator, denominator, value in figures:
        declared = indicators[indicator_id]
        asked, base = declared["numerator"], declared.get("denominator")
        if not (sides.known(asked) and sides.known(base)):
            continue
        compared.add(indicator_id)
        counted = sides.value(asked, unit, start, end), sides.value(base, unit, start, end)
        factor = Decimal(str(declared.get("factor", 1)))
        rate = None if counted[0] is None else counted[0] * factor
        if counted[1] is not None:
            rate = None if not counted[1] or rate is None else rate / counted[1]
        published = (numerator, denominator, value)
        expected = (*counted, rate)
        if any(not _same(a, b) for a, b in zip(published, expected, strict=True)):
            wrong.append((indicator_id, unit, period_type, start.isoformat(), published, expected))
    assert wrong[:20] == [], f"{len(wrong)} of {len(figures)} differ"
    written = {name for name, one in indicators.items() if sides.known(one["numerator"])}
    assert compared == {name for name in written if sides.known(indicators[name].get("denominator"))}


def _same(published: float | None, counted: Decimal | None) -> bool:
    if published is None or counted is None:
        return published is None and counted is None
    return abs(published - float(counted)) <= 1e-9 * max(1.0, abs(float(counted)))


def test_every_measure_is_what_plain_counting_gives(demo: Demo, measures: Measures) -> None:
    with duckdb.connect(str(demo.home.published), read_only=True) as connection:
        found = connection.execute(MEASURES).fetchall()
    wrong, compared = [], set()
    for measure, unit, period_type, start, end, value in found:
        if measures.known(measure):
            compared.add(measure)
            counted = measures.count(measure).value(unit, start, end)
            if not _same(value, Decimal(counted)):
                wrong.append((measure, unit, period_type, start.isoformat(), value, counted))
    assert wrong[:20] == [], f"{len(wrong)} of {len(found)} differ"
    assert len(compared) >= 250


def test_exactly_the_planted_cells_are_refused(demo: Demo, records: Records) -> None:
    with duckdb.connect(str(demo.home.published), read_only=True) as connection:
        rejected = connection.execute(
            "select delivery.dataset, column_name from marts.dq_rejected_row"
            " inner join marts.dq_delivery as delivery using (delivery_id)"
        ).fetchall()
    assert sorted(records.refused) == sorted(rejected)
