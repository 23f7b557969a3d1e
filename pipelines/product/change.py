"""Where the difference between two periods comes from: what changed within units, between them, and at the boundary.

Belongs here: the decomposition of a change, exact to the last digit, and what each unit directly below added.
Does not belong here: either period's own story (explain.py).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import duckdb

from pipelines.errors import LinliError
from pipelines.product.judged import Figure, Figures, Indicator, figure_of
from pipelines.product.register import Register
from pipelines.product.resolve import Period, Unit


@dataclass(frozen=True)
class UnitChange:
    """What one unit directly below added to the change of both sides."""

    unit_name: str
    numerator: float
    denominator: float


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


def change_against(
    con: duckdb.DuckDBPyConnection,
    indicator: Indicator,
    unit: Unit,
    periods: tuple[Period, Period],
    figures: tuple[Figures, Figures],
    register: Register,
) -> Change:
    """Compare two periods of one kind, the earlier first, whose figures of all units are known."""
    earlier, figure = (figure_of(con, *known, indicator, unit) for known in zip(figures, periods, strict=True))
    parts = None
    if indicator.denominator is not None and figure.value is not None and earlier.value is not None:
        lowest = register.lowest_below(unit.unit_id)
        before, after = (_sides(known, lowest) for known in figures)
        parts = decompose(before, after, indicator.factor, figure.value - earlier.value)
    return Change(periods[0], earlier, _moved(register.directly_below(unit.unit_id), figures), parts)


def same_kind(now: Period, then: Period) -> Period:
    """Let a period be compared with one of its own kind only."""
    if then.period_type != now.period_type:
        raise LinliError(
            f"只能与同类时期比较：{now.label} 与 {then.label} 不是同类。",
            f"compare periods of one kind: {now.label} and {then.label} are not",
            code="unlike_periods",
        )
    return then


def _sides(figures: Figures, among: Collection[str]) -> dict[str, _Side]:
    """Both sides of the units that have them."""
    return {
        unit_id: (one.numerator, one.denominator)
        for unit_id, one in figures.items()
        if unit_id in among and one.numerator is not None and one.denominator is not None and one.denominator > 0
    }


def _moved(names: Mapping[str, str], figures: tuple[Figures, Figures]) -> tuple[UnitChange, ...]:
    """What each of some units added, the most first."""
    found = []
    for unit_id, name in names.items():
        then, now = (_counted(known.get(unit_id)) for known in figures)
        if then != now:
            found.append(UnitChange(name, now[0] - then[0], now[1] - then[1]))
    return tuple(sorted(found, key=lambda one: (-abs(one.numerator), -abs(one.denominator), one.unit_name)))


def _counted(figure: Figure | None) -> _Side:
    return (figure.numerator or 0.0, figure.denominator or 0.0) if figure else (0.0, 0.0)


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
