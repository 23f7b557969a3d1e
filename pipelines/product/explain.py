"""Why an indicator has the value it has: clauses and target, both sides, and the source rows behind them.

Belongs here: putting one value's whole story together.
Does not belong here: which rows count (evidence.py), what changed against another period (change.py), wording for a
terminal (commands/explain.py) or a page (dashboards).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from pipelines.product.change import Change, change_against
from pipelines.product.clashes import Clash, clashes
from pipelines.product.evidence import Measure, Rows, load_measure, rows_behind
from pipelines.product.judged import BOUNDARY, Figure, Indicator, Judgement, judgements, load_figure, load_indicator
from pipelines.product.resolve import Period, Unit, resolve_indicator, resolve_period, resolve_unit
from pipelines.product.unit_counts import Lack, lacks, units_behind


@dataclass(frozen=True)
class Side:
    """Numerator or denominator: the measure, the period it was taken from, the benchmark it is weighed by, the rows."""

    measure: Measure
    value: float | None
    period: Period
    benchmark: str | None
    benchmark_year: int | None
    left_out: tuple[str, ...]
    rows: Rows


@dataclass(frozen=True)
class Explanation:
    """The whole story of one value."""

    indicator: Indicator
    unit: Unit
    period: Period
    figure: Figure
    judgements: tuple[Judgement, ...]
    numerator: Side
    denominator: Side | None
    change: Change | None
    lacks: tuple[Lack, ...]
    clashes: dict[str, tuple[Clash, ...]]


def explain(
    con: duckdb.DuckDBPyConnection,
    indicator: str,
    unit: str,
    period: str,
    *,
    versus: str | None = None,
    limit: int = 20,
    offset: int = 0,
) -> Explanation:
    """Explain one value; indicator, unit and period as a person types them; `limit` rows of each side from `offset`."""
    meant = load_indicator(con, resolve_indicator(con, indicator))
    where = resolve_unit(con, unit)
    when = resolve_period(con, period)
    story = tell(con, meant, where, when, limit=limit, offset=offset)
    if not versus:
        return story
    return replace(story, change=change_against(con, meant, where, when, resolve_period(con, versus), story.figure))


def tell(
    con: duckdb.DuckDBPyConnection, indicator: Indicator, unit: Unit, period: Period, *, limit: int, offset: int
) -> Explanation:
    """Explain one value of an indicator, unit and period that are known; not what changed."""
    figure = load_figure(con, indicator, unit, period)
    area = "select as_of from marts.dim_jurisdiction where jurisdiction_id = ?"
    ((as_of,),) = con.execute(area, [unit.jurisdiction_id]).fetchall()
    paged: dict[str, Any] = {"as_of": as_of, "limit": limit, "offset": offset}
    numerator = side(con, indicator, "numerator", unit, period, figure, **paged)
    if numerator is None:
        raise ValueError(f"{indicator.indicator_id} has no numerator")
    return Explanation(
        indicator=indicator,
        unit=unit,
        period=period,
        figure=figure,
        judgements=judgements(con, indicator.indicator_id, unit.unit_id, period),
        numerator=numerator,
        denominator=side(con, indicator, "denominator", unit, period, figure, **paged),
        change=None,
        clashes=clashes(con, indicator.indicator_id, unit.unit_id, period),
        lacks=lacks(con, numerator.measure, unit.unit_id, period) if figure.numerator is not None else (),
    )


def side(
    con: duckdb.DuckDBPyConnection,
    indicator: Indicator,
    which: str,
    unit: Unit,
    period: Period,
    figure: Figure,
    *,
    as_of: dt.date,
    limit: int,
    offset: int,
) -> Side | None:
    """Read one side of an indicator with a page of its rows; None for the denominator of a plain count."""
    measure_id: str | None = getattr(indicator, which)
    if measure_id is None:
        return None
    measure = load_measure(con, measure_id)
    lag: int = getattr(indicator, f"{which}_lag_years")
    taken = resolve_period(con, earlier(period.label, lag)) if lag else period
    benchmark: str | None = getattr(indicator, f"{which}_benchmark")
    left_out = _silent_units(con, indicator.numerator, unit, period) if which == "denominator" else ()
    if measure.clause_id is not None:
        rows = units_behind(con, measure, unit.unit_id, taken, limit=limit, offset=offset)
    else:
        rows = rows_behind(con, measure, unit.unit_id, taken, as_of=as_of, without=left_out, limit=limit, offset=offset)
    return Side(
        measure=measure,
        value=getattr(figure, which),
        period=taken,
        benchmark=benchmark,
        benchmark_year=period.start.year - getattr(indicator, f"{which}_benchmark_lag_years") if benchmark else None,
        left_out=left_out,
        rows=rows,
    )


def earlier(label: str, years: int) -> str:
    """Name the same period some years before."""
    return f"{int(label[:4]) - years}{label[4:]}"


def _silent_units(con: duckdb.DuckDBPyConnection, measure_id: str, unit: Unit, period: Period) -> tuple[str, ...]:
    """Name the base units below that owe the numerator and sent nothing: the denominator leaves them out."""
    silent = con.execute(
        """
        select distinct unit_id from marts.fct_measure
        where measure_id = ? and period_type = ? and period_start = ? and boundary = ?
            and value is null and coverage < 1
        """,
        [measure_id, period.period_type, period.start, BOUNDARY],
    ).fetchall()
    if not silent:  # as with most
        return ()
    rows = con.execute(
        """
        select distinct unit_id from marts.dim_unit_tree as tree
        where tree = 'administrative' and ancestor_id = ? and unit_id in ?
            and not exists (
                select 1 from marts.dim_unit_tree as below
                where below.tree = 'administrative' and below.ancestor_id = tree.unit_id
                    and below.unit_id <> tree.unit_id
            )
        """,
        [unit.unit_id, [unit_id for (unit_id,) in silent]],
    ).fetchall()
    return tuple(row[0] for row in rows)
