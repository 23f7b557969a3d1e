"""One published value and what it is held against: the indicator's declaration, the figure, its clauses.

Belongs here: reading those three for one indicator, unit and period. Does not belong here: source rows (evidence.py),
the story told of them (explain.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.errors import LinliError
from pipelines.product.norms import Norm
from pipelines.product.resolve import Period, Unit
from pipelines.product.status import Lang

BOUNDARY = "as_was"


@dataclass(frozen=True)
class Indicator:
    """What an indicator means."""

    indicator_id: str
    name_zh: str
    name_en: str
    definition_zh: str
    definition_en: str
    unit: str
    precision: int
    factor: float
    direction: str
    numerator: str
    numerator_benchmark: str | None
    numerator_lag_years: int
    numerator_benchmark_lag_years: int
    denominator: str | None
    denominator_benchmark: str | None
    denominator_lag_years: int
    denominator_benchmark_lag_years: int

    def name(self, lang: Lang) -> str:
        """What a reader sees."""
        return self.name_zh if lang == "zh" else self.name_en


@dataclass(frozen=True)
class Figure:
    """The value as published."""

    numerator: float | None
    denominator: float | None
    value: float | None
    coverage: float | None
    na_reason: str | None
    is_partial: bool
    basis: str


Figures = Mapping[str, Figure]
Clauses = Mapping[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Judgement:
    """One clause the value is held against, and how it fares."""

    clause_id: str
    policy_title: str
    policy_title_en: str | None
    article: str
    summary_zh: str
    summary_en: str
    responsible_body: str | None
    responsible_body_en: str | None
    reading: str | None
    reading_en: str | None
    comparator: str | None
    target: float | None
    target_high: float | None
    unit: str | None
    deadline: dt.date | None
    status: str
    gap: float | None
    structural_gap: float | None
    gap_unit: str | None
    required_pace: float | None
    projected_on: dt.date | None
    projected_low_on: dt.date | None
    projected_high_on: dt.date | None
    to_train: float | None
    to_hire: float | None
    adopted: bool
    is_lit: bool
    norm: Norm | None


def load_indicator(con: duckdb.DuckDBPyConnection, indicator_id: str) -> Indicator:
    """Read the latest version of an indicator's declaration."""
    versions = con.execute(
        """
        select indicator_id, name_zh, name_en, definition_zh, definition_en, unit_of_measure, "precision",
            cast(factor as double), direction, numerator, numerator_benchmark, coalesce(numerator_lag_years, 0),
            coalesce(numerator_benchmark_lag_years, 0), denominator, denominator_benchmark,
            coalesce(denominator_lag_years, 0), coalesce(denominator_benchmark_lag_years, 0), valid_from
        from marts.dim_indicator where indicator_id = ?
        """,
        [indicator_id],
    ).fetchall()
    if not versions:
        raise ValueError(f"resolved but not found: {indicator_id}")
    return Indicator(*max(versions, key=lambda version: version[-1])[:-1])


def load_figures(con: duckdb.DuckDBPyConnection, indicator_id: str, period: Period) -> Figures:
    """Read an indicator's published values of a period, by unit: all of them take hardly longer than one."""
    rows = con.execute(
        """
        select unit_id, cast(numerator as double), cast(denominator as double), cast(value as double),
            cast(coverage as double), na_reason, is_partial, basis
        from marts.fct_indicator
        where indicator_id = ? and period_type = ? and period_start = ? and boundary = ?
        """,
        [indicator_id, period.period_type, period.start, BOUNDARY],
    ).fetchall()
    return {unit_id: Figure(*row) for unit_id, *row in rows}


def figure_of(
    con: duckdb.DuckDBPyConnection, figures: Figures, period: Period, indicator: Indicator, unit: Unit
) -> Figure:
    """Pick a unit's value, or say at which periods and levels the indicator is computed."""
    if found := figures.get(unit.unit_id):
        return found
    known = con.execute(
        """
        select string_agg(distinct label, ', ' order by label)
        from (
            select label from marts.fct_indicator
            inner join marts.dim_period using (period_type, period_start)
            where indicator_id = ? and unit_id = ? and boundary = ?
            order by fct_indicator.period_end desc limit 8
        )
        """,
        [indicator.indicator_id, unit.unit_id, BOUNDARY],
    ).fetchall()[0][0]
    raise LinliError(
        f"{unit.name}在{period.label_zh}没有“{indicator.name_zh}”的数值。"
        + (f"有数值的时期如：{known}。" if known else "该指标不按这一级单位计算。"),
        f'no value of "{indicator.name_en}" for {unit.name} in {period.label_en}; '
        + (f"there are some for {known}" if known else "it is not computed for units of this level"),
        code="no_such_value",
    )


def load_clauses(con: duckdb.DuckDBPyConnection, indicator_id: str) -> Clauses:
    """Read the words of every clause on an indicator, by clause."""
    rows = con.execute(
        """
        select clause.clause_id, policy_title, policy_title_en, article, summary_zh, summary_en, responsible_body,
            responsible_body_en, reading, reading_en, comparator, cast(target_high as double), clause.unit, deadline,
            norm_measure is not null, measure.name_zh, measure.name_en, measure.unit, norm_each, norm_per,
            norm_above, norm_base, norm_rounding, norm_at_least, norm_at_most, norm_from
        from marts.dim_clause as clause
        left join marts.dim_measure as measure on clause.norm_measure = measure.measure_id
        where clause.indicator_id = ?
        """,
        [indicator_id],
    ).fetchall()
    return {clause_id: tuple(words) for clause_id, *words in rows}


def judgements(
    con: duckdb.DuckDBPyConnection, clauses: Clauses, indicator_id: str, unit_id: str, period: Period
) -> tuple[Judgement, ...]:
    """Read how every clause the value is held against fares, those that bind the unit first."""
    verdicts = con.execute(
        """
        select clause_id, cast(target as double), status, cast(gap as double), cast(structural_gap as double), gap_unit,
            required_pace, projected_on, projected_low_on, projected_high_on, cast(to_train as double),
            cast(to_hire as double), adopted, is_lit, norm_value
        from marts.fct_assessment
        where indicator_id = ? and unit_id = ? and period_type = ? and period_start = ?
        """,
        [indicator_id, unit_id, period.period_type, period.start],
    ).fetchall()
    found = []
    for clause_id, target, *stands, norm_value in verdicts:
        words = clauses[clause_id]
        norm = Norm(*[*words[14:], norm_value]) if words[13] else None
        found.append(Judgement(*[clause_id, *words[:10], target, *words[10:13], *stands, norm]))
    return tuple(sorted(found, key=lambda one: (not one.adopted, not one.is_lit, one.clause_id)))
