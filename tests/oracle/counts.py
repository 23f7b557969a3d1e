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

Amounts = dict[str, dict[dt.date, Any]]


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
        self._keys: dict[str, list[tuple[dt.date, Hashable, Any]]] = defaultdict(list)
        days: Amounts = defaultdict(lambda: defaultdict(int))
        changes: Amounts = defaultdict(lambda: defaultdict(int))
        own_keys: dict[str, list[tuple[dt.date, Hashable, Any]]] = defaultdict(list)
        for one in found:
            match one:
                case Flow(unit, day, amount):
                    days[unit][day] += amount
                case Stock(unit, since, until, amount):
                    changes[unit][since] += amount
                    if until is not None:
                        changes[unit][until] -= amount
                case Seen(unit, day, key, amount):
                    own_keys[unit].append((day, key, amount))
        for own, seen in own_keys.items():
            for unit in tree.upward(own):
                self._keys[unit] += seen
        for listed in self._keys.values():
            listed.sort(key=lambda seen: seen[0])
        self._seen_on = {unit: [day for day, _, _ in listed] for unit, listed in self._keys.items()}
        self._reached: dict[tuple[str, dt.date, dt.date], int] = {}
        self._flows, self._stocks = self._running(days), self._running(changes)

    def _running(self, amounts: Amounts) -> dict[str, tuple[list[dt.date], list[Any]]]:
        """For every unit and those above it the days on which something happens, and what has added up by each."""
        found: Amounts = defaultdict(lambda: defaultdict(int))
        for own, by_day in amounts.items():
            for unit in self._tree.upward(own):
                for day, amount in by_day.items():
                    found[unit][day] += amount
        return {
            unit: (sorted(by_day), [0, *accumulate(by_day[day] for day in sorted(by_day))])
            for unit, by_day in found.items()
        }

    def value(self, unit: str, start: dt.date, end: dt.date) -> Any:
        """The measure of a unit in a period: nothing found is 0."""
        last = self._tree.last_day(unit, end)
        if unit in self._keys:
            if (unit, start, last) not in self._reached:
                self._reached[unit, start, last] = self._count_keys(unit, start, last)
            return self._reached[unit, start, last]
        if unit in self._stocks:
            days, sums = self._stocks[unit]
            return sums[bisect_right(days, last)]
        days, sums = self._flows.get(unit, ([], [0]))
        return sums[bisect_right(days, last)] - sums[bisect_left(days, start)]

    def _count_keys(self, unit: str, start: dt.date, last: dt.date) -> int:
        days = self._seen_on[unit]
        seen = self._keys[unit][bisect_left(days, start) : bisect_right(days, last)]
        if self._at_least is None:
            return len({key for _, key, _ in seen})
        amounts: dict[Hashable, Any] = defaultdict(int)
        for _, key, amount in seen:
            amounts[key] += amount
        return sum(amount >= self._at_least for amount in amounts.values())
