"""Both sides of an indicator for a unit and period, and the units below that meet a clause.

Belongs here: from measures to figures. Does not belong here: how a measure is counted (measures.py).
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from counts import Tree
from measures import Measures

LEVELS = {"community": {"community", "village"}, "street": {"street", "town"}}
Benchmarks = dict[tuple[str, str, int], Decimal]
Declared = dict[str, dict[str, Any]]


class Sides:
    """What indicators come to."""

    def __init__(
        self, measures: Measures, tree: Tree, benchmarks: Benchmarks, indicators: Declared, clauses: Declared
    ) -> None:
        self._measures, self._tree, self._benchmarks = measures, tree, benchmarks
        self._indicators, self._clauses = indicators, clauses
        self._stands: dict[str, list[tuple[dt.date, dt.date]]] = {}
        for row in tree.rows:
            self._stands.setdefault(row["code"], []).append((row["valid_from"], row["valid_to"] or dt.date.max))

    def figure(
        self, indicator: str, unit: str, start: dt.date, end: dt.date
    ) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """Numerator, denominator and value; a plain count has no denominator, nought of nought no value."""
        declared = self._indicators[indicator]
        above = self._side(declared["numerator"], unit, start, end)
        factor = Decimal(str(declared.get("factor", 1)))
        if "denominator" not in declared:
            return above, None, above * factor
        below = self._side(declared["denominator"], unit, start, end)
        return above, below, above * factor / below if below else None

    def _side(self, side: dict[str, Any], unit: str, start: dt.date, end: dt.date) -> Decimal:
        for judging in ("units_meeting", "units_judged"):
            if judging in side:
                met = self._judged(self._clauses[side[judging]], unit, start, end)
                return Decimal(sum(met) if judging == "units_meeting" else len(met))
        lag = side.get("lag_years", 0)
        if lag:
            start, end = start.replace(year=start.year - lag), end.replace(year=end.year - lag)
        value = Decimal(self._measures.count(side["measure"]).value(unit, start, end))
        if "benchmark" in side:
            year = start.year - side.get("benchmark_lag_years", 0)
            known = (self._benchmarks.get((side["benchmark"], above, year)) for above in self._tree.upward(unit))
            value *= next(amount for amount in known if amount is not None)
        return value

    def _judged(self, clause: dict[str, Any], unit: str, start: dt.date, end: dt.date) -> list[bool]:
        """Whether each unit meets a clause, of those that it binds and that have a figure."""
        level, asked = clause["binding_level"], clause["threshold"]
        verdicts = []
        for below, spells in self._stands.items():
            last = self._tree.last_day(below, end)
            bound = self._tree.types[below] in LEVELS.get(level, {level}) and unit in self._tree.upward(below)
            if not bound or not any(since <= last < until for since, until in spells):
                continue
            value = self.figure(clause["indicator"], below, start, end)[2]
            if value is not None:
                target = self._target(asked, below, start, end)
                verdicts.append(value > target if asked["comparator"] == ">" else value >= target)
        return verdicts

    def _target(self, asked: dict[str, Any], unit: str, start: dt.date, end: dt.date) -> Decimal:
        if "value" in asked:
            return Decimal(str(asked["value"]))
        norm = asked["norm"]
        counted = Decimal(self._measures.count(norm["measure"]).value(unit, start, end))
        return max(Decimal(str(norm["each"])) * counted, Decimal(str(norm["at_least"])))
