"""Counts the four kinds of measures over units and periods, the slow and obvious way.

Belongs here: the tree, the calendar, adding up. Does not belong here: what is counted (measures.py).
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable
from itertools import accumulate
from typing import Any, NamedTuple

END = dt.date.max


class Flow(NamedTuple):
    """An amount on a day."""

    unit: str
    day: dt.date
    amount: Any = 1


class Stock(NamedTuple):
    """An amount that stands from a day until before another."""

    unit: str
    since: dt.date
    until: dt.date | None
    amount: Any = 1


class Seen(NamedTuple):
    """A key on a day, with an amount where keys must reach one."""

    unit: str
    day: dt.date
    key: Hashable
    amount: Any = 1


class Tree:
    """The units, what stands above each, and each root's as-of date."""

    def __init__(self, units: Iterable[dict[str, Any]], as_of: dict[str, dt.date]) -> None:
        self.rows = list(units)
        self.parents: dict[str, str | None] = {row["code"]: row["parent_code"] for row in self.rows}
        self.types = {row["code"]: row["unit_type"] for row in self.rows}
        self.as_of = {code: as_of[self.upward(code)[-1]] for code in self.parents}

    def upward(self, code: str) -> list[str]:
        """The unit and everything above it, the root last."""
        found = [code]
        while (above := self.parents.get(found[-1])) is not None:
            found.append(above)
        return found

    def last_day(self, code: str, end: dt.date) -> dt.date:
        """The day on which a period is judged: its last, or the as-of date while it runs."""
        return min(end, self.as_of[code])


class Count:
    """What a measure comes to for any unit and period."""

    def __init__(self, tree: Tree, found: Iterable[Flow | Stock | Seen], at_least: float | None = None) -> None:
        self._tree = tree
        self._at_least = at_least
        self._days: dict[str, list[tuple[dt.date, Any]]] = defaultdict(list)
        self._keys: dict[str, list[tuple[dt.date, Hashable, Any]]] = defaultdict(list)
        self._changes: dict[str, list[tuple[dt.date, Any]]] = defaultdict(list)
        for one in found:
            for unit in tree.upward(one.unit):
                match one:
                    case Flow(_, day, amount):
                        self._days[unit].append((day, amount))
                    case Stock(_, since, until, amount):
                        self._changes[unit].append((since, amount))
                        if until is not None:
                            self._changes[unit].append((until, -amount))
                    case Seen(_, day, key, amount):
                        self._keys[unit].append((day, key, amount))
        for listed in (*self._days.values(), *self._changes.values()):
            listed.sort(key=lambda change: change[0])
        for listed in self._keys.values():
            listed.sort(key=lambda seen: seen[0])
        self._seen_on = {unit: [day for day, _, _ in listed] for unit, listed in self._keys.items()}
        self._reached: dict[tuple[str, dt.date, dt.date], int] = {}
        self._sums = {
            unit: ([day for day, _ in listed], [0, *accumulate(amount for _, amount in listed)])
            for unit, listed in (*self._days.items(), *self._changes.items())
        }

    def value(self, unit: str, start: dt.date, end: dt.date) -> Any:
        """The measure of a unit in a period: nothing found is 0."""
        last = self._tree.last_day(unit, end)
        if unit in self._keys:
            if (unit, start, last) not in self._reached:
                self._reached[unit, start, last] = self._count_keys(unit, start, last)
            return self._reached[unit, start, last]
        days, sums = self._sums.get(unit, ([], [0]))
        until = sums[bisect_right(days, last)]
        return until if unit in self._changes else until - sums[bisect_left(days, start)]

    def _count_keys(self, unit: str, start: dt.date, last: dt.date) -> int:
        days = self._seen_on[unit]
        seen = self._keys[unit][bisect_left(days, start) : bisect_right(days, last)]
        if self._at_least is None:
            return len({key for _, key, _ in seen})
        amounts: dict[Hashable, Any] = defaultdict(int)
        for _, key, amount in seen:
            amounts[key] += amount
        return sum(amount >= self._at_least for amount in amounts.values())
