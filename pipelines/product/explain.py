"""Why an indicator has the value it has: clauses and target, both sides, and the source rows behind them.

Belongs here: putting one value's whole story together.
Does not belong here: which rows count (evidence.py), what changed against another period (change.py), wording for a
terminal (commands/explain.py) or a page (dashboards).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import duckdb

from pipelines.product.change import Change, change_against, same_kind
from pipelines.product.clashes import Clash, clashes, conflicting
from pipelines.product.evidence import Measure, Rows, load_measure, rows_behind
from pipelines.product.judged import (
    BOUNDARY,
    Clauses,
    Figure,
    Figures,
    Indicator,
    Judgement,
    figure_of,
    judgements,
    load_clauses,
    load_figures,
    load_indicator,
)
from pipelines.product.register import Register, load_register
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


@dataclass(frozen=True)
class Declared:
    """What is said of an indicator, whichever the unit and period: its measures, its clauses, whether any conflicts."""

    indicator: Indicator
    numerator: Measure
    denominator: Measure | None
    clauses: Clauses
    conflicting: bool


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
    declared = load_declared(con, resolve_indicator(con, indicator))
    meant = declared.indicator
    where = resolve_unit(con, unit)
    when = resolve_period(con, period)
    register = load_register(con)
    figures = load_figures(con, meant.indicator_id, when)
    story = tell(con, declared, where, when, figures, register, limit=limit, offset=offset)
    if not versus:
        return story
    then = same_kind(when, resolve_period(con, versus))
    both = load_figures(con, meant.indicator_id, then), figures
    return replace(story, change=change_against(con, meant, where, (then, when), both, register))


def load_declared(con: duckdb.DuckDBPyConnection, indicator_id: str) -> Declared:
    """Read what is said of an indicator."""
    meant = load_indicator(con, indicator_id)
    below = load_measure(con, meant.denominator) if meant.denominator else None
    above, clauses = load_measure(con, meant.numerator), load_clauses(con, indicator_id)
    return Declared(meant, above, below, clauses, conflicting(con, indicator_id))


def tell(
    con: duckdb.DuckDBPyConnection,
    declared: Declared,
    unit: Unit,
    period: Period,
    figures: Figures,
    register: Register,
    *,
    limit: int,
    offset: int,
) -> Explanation:
    """Explain one value of what is known: the indicator, the figures of the period, the units; not what changed."""
    indicator = declared.indicator
    figure = figure_of(con, figures, period, indicator, unit)

    def side(which: str, measure: Measure, left_out: tuple[str, ...] = ()) -> Side:
        lag: int = getattr(indicator, f"{which}_lag_years")
        taken = resolve_period(con, earlier(period.label, lag)) if lag else period
        benchmark: str | None = getattr(indicator, f"{which}_benchmark")
        year = period.start.year - getattr(indicator, f"{which}_benchmark_lag_years") if benchmark else None
        of = con, measure, unit.unit_id, taken, register
        if measure.clause_id is not None:
            rows = units_behind(*of, limit=limit, offset=offset)
        else:
            rows = rows_behind(*of, without=left_out, limit=limit, offset=offset)
        return Side(measure, getattr(figure, which), taken, benchmark, year, left_out, rows)

    below = declared.denominator
    silent = _silent_units(con, indicator.numerator, unit, period, register) if below else ()
    return Explanation(
        indicator=indicator,
        unit=unit,
        period=period,
        figure=figure,
        judgements=judgements(con, declared.clauses, indicator.indicator_id, unit.unit_id, period),
        numerator=side("numerator", declared.numerator),
        denominator=side("denominator", below, silent) if below else None,
        change=None,
        clashes=clashes(con, indicator.indicator_id, unit.unit_id, period) if declared.conflicting else {},
        lacks=lacks(con, declared.numerator, unit.unit_id, period, register) if figure.numerator is not None else (),
    )


def earlier(label: str, years: int) -> str:
    """Name the same period some years before."""
    return f"{int(label[:4]) - years}{label[4:]}"


def _silent_units(
    con: duckdb.DuckDBPyConnection, measure_id: str, unit: Unit, period: Period, register: Register
) -> tuple[str, ...]:
    """Name the base units below that owe the numerator and sent nothing: the denominator leaves them out."""
    silent = con.execute(
        """
        select distinct unit_id from marts.fct_measure
        where measure_id = ? and period_type = ? and period_start = ? and boundary = ?
            and value is null and coverage < 1
        """,
        [measure_id, period.period_type, period.start, BOUNDARY],
    ).fetchall()
    return tuple(sorted(register.lowest_below(unit.unit_id) & {unit_id for (unit_id,) in silent}))
