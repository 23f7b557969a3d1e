"""Where the difference between two periods comes from: what changed within units, between them, and at the boundary.

Belongs here: the decomposition of a change, exact to the last digit, and what each unit directly below added.
Does not belong here: either period's own story (explain.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.errors import LinliError
from pipelines.product.judged import BOUNDARY, Figure, Indicator, load_figure
from pipelines.product.resolve import Period, Unit


@dataclass(frozen=True)
class UnitChange:
    """What one unit directly below added to the change of both sides."""

    unit_name: str
    numerator: float | None
    denominator: float | None


@dataclass(frozen=True)
class Parts:
    """A rate's change in the indicator's unit, by cause; the parts add up to it.

    `numerator`: more or fewer counted above the line, at unchanged size (people certified). `denominator`: units that
    grew or shrank (headcount). `mix`: weight that moved between units of different rates. `boundary`: units that came,
    went, split, or have a figure in one period only. `elsewhere`: what is not counted at the lowest units.
    """

    numerator: float
    denominator: float
    mix: float
    boundary: float
    elsewhere: float


@dataclass(frozen=True)
class Change:
    """The same indicator in another period, and where the difference comes from."""

    period: Period
    figure: Figure
    units: tuple[UnitChange, ...]
    parts: Parts | None


_Side = tuple[float, float]
_SIDES = """
    select unit_id, period_start = $now as is_now, cast(numerator as double), cast(denominator as double)
    from marts.fct_indicator as figures
    where indicator_id = $indicator_id and period_type = $period_type and boundary = $boundary
        and period_start in ($now, $then) and numerator is not null and denominator > 0
        and unit_id in (
            select unit_id from marts.dim_unit_tree as tree
            where tree = 'administrative' and ancestor_id = $unit_id and not exists (
                select 1 from marts.dim_unit_tree as below
                where below.tree = 'administrative' and below.ancestor_id = tree.unit_id
                    and below.unit_id <> tree.unit_id
            )
        )
"""
_BELOW = """
    with below as (
        select unit_id, max_by(name, valid_from) as name from marts.dim_unit
        where parent_id = $unit_id group by unit_id
    ),
    sides as (
        select unit_id, name,
            max(numerator) filter (where period_start = $now) as numerator_now,
            max(numerator) filter (where period_start = $then) as numerator_then,
            max(denominator) filter (where period_start = $now) as denominator_now,
            max(denominator) filter (where period_start = $then) as denominator_then
        from marts.fct_indicator inner join below using (unit_id)
        where indicator_id = $indicator_id and period_type = $period_type and boundary = $boundary
            and period_start in ($now, $then)
        group by unit_id, name
    )
    select name, cast(coalesce(numerator_now, 0) - coalesce(numerator_then, 0) as double) as numerator,
        cast(coalesce(denominator_now, 0) - coalesce(denominator_then, 0) as double) as denominator
    from sides
    where numerator <> 0 or denominator <> 0
    order by abs(numerator) desc, abs(denominator) desc, name
"""


def change_against(
    con: duckdb.DuckDBPyConnection, indicator: Indicator, unit: Unit, now: Period, then: Period, figure: Figure
) -> Change:
    """Compare with another period of the same kind: `figure` is the value now."""
    if then.period_type != now.period_type:
        raise LinliError(
            f"只能与同类时期比较：{now.label} 与 {then.label} 不是同类。",
            f"compare periods of one kind: {now.label} and {then.label} are not",
            code="unlike_periods",
        )
    values: dict[str, Any] = {
        "indicator_id": indicator.indicator_id,
        "unit_id": unit.unit_id,
        "period_type": now.period_type,
        "now": now.start,
        "then": then.start,
        "boundary": BOUNDARY,
    }
    earlier = load_figure(con, indicator, unit, then)
    units = tuple(UnitChange(*row) for row in con.execute(_BELOW, values).fetchall())
    parts = None
    if indicator.denominator is not None and figure.value is not None and earlier.value is not None:
        sides: tuple[dict[str, _Side], dict[str, _Side]] = ({}, {})
        for unit_id, is_now, numerator, denominator in con.execute(_SIDES, values).fetchall():
            sides[int(is_now)][unit_id] = (numerator, denominator)
        parts = decompose(sides[0], sides[1], indicator.factor, figure.value - earlier.value)
    return Change(then, earlier, units, parts)


def decompose(then: dict[str, _Side], now: dict[str, _Side], factor: float, total: float) -> Parts:
    """Split a rate's change by cause, midway between both periods, so that no order of causes is preferred.

    `then` and `now` hold numerator and denominator (above zero) of every lowest unit, `total` the whole unit's change.
    """
    both = [(then[unit], now[unit]) for unit in then.keys() & now.keys()]
    if not both:
        return Parts(0, 0, 0, total if then or now else 0, 0 if then or now else total)
    sizes = [sum(pair[when][1] for pair in both) for when in (0, 1)]
    rates = [sum(pair[when][0] for pair in both) / sizes[when] for when in (0, 1)]
    numerator = denominator = mix = 0.0
    for (above, below), (above_now, below_now) in both:
        weight, weight_now = below / sizes[0], below_now / sizes[1]
        middle = (weight + weight_now) / 2
        numerator += middle * (above_now - above) * (1 / below + 1 / below_now) / 2
        denominator += middle * (above + above_now) / 2 * (1 / below_now - 1 / below)
        mix += (weight_now - weight) * (above / below + above_now / below_now) / 2
    boundary = (_rate(now) - rates[1]) - (_rate(then) - rates[0])
    elsewhere = total - factor * (numerator + denominator + mix + boundary)
    return Parts(factor * numerator, factor * denominator, factor * mix, factor * boundary, elsewhere)


def _rate(sides: dict[str, _Side]) -> float:
    return sum(above for above, _ in sides.values()) / sum(below for _, below in sides.values())
