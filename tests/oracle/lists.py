"""What every theme starts from: the rows that count, how long a row of a list stands, which rows stand on a day.

Belongs here: rows with their days. Does not belong here: what a measure counts (the themes), how contributions add up
(counts.py), how rows are read (records.py).
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from counts import Flow, Seen, Stock, Tree
from records import Records, Row

Contributions = Iterator[Flow | Stock | Seen]
PEOPLE = {"community", "village"}


class Written(NamedTuple):
    """A measure written down: what adds to it, and what a key must reach to count."""

    contributions: Callable[[], Contributions]
    at_least: float | None = None


class Lists:
    """The rows delivered, with the days on which they stand."""

    def __init__(self, records: Records, tree: Tree, starts_on: dict[str, dt.date]) -> None:
        self._records = records
        self.tree = tree
        self._starts_on = starts_on
        self.urban_rural = {
            row["code"]: row["urban_rural"] or {"community": "urban", "village": "rural"}.get(row["unit_type"])
            for row in tree.rows
        }

    def rows(self, dataset: str) -> list[Row]:
        """The rows that count."""
        return self._records.current(dataset)

    def starts_on(self, unit: str) -> dt.date:
        """The day from which a jurisdiction's deliveries are due."""
        return self._starts_on[self.tree.upward(unit)[-1]]

    def spells(self, dataset: str) -> Iterator[tuple[Row, dt.date, dt.date | None]]:
        """Rows of lists, each from its day until the unit's next list or the unit's end."""
        listed = self.rows(dataset)
        days: dict[str, list[dt.date]] = defaultdict(list)
        for unit, on in sorted({(row["unit"], row["as_on"]) for row in listed}):
            days[unit].append(on)
        following = {(unit, on): after for unit, ons in days.items() for on, after in pairwise(ons)}
        for row in listed:
            until = following.get((row["unit"], row["as_on"]))
            if (closed := self._ends.get(row["unit"])) is not None:
                until = closed if until is None else min(until, closed)
            if until is None or until > row["as_on"]:
                yield row, row["as_on"], until

    def opened(self) -> Iterator[tuple[Row, dt.date, dt.date | None]]:
        """Facilities: one that a list names anew counts from the day it opened, if that is after the list before."""
        listed = self.rows("facilities")
        days: dict[str, set[dt.date]] = defaultdict(set)
        named: set[tuple[str, str, dt.date]] = set()
        for row in listed:
            days[row["unit"]].add(row["as_on"])
            named.add((row["unit"], row["facility_no"], row["as_on"]))
        begins = {row["code"]: row["valid_from"] for row in reversed(self.tree.rows)}
        for row, since, until in self.spells("facilities"):
            before = max((day for day in days[row["unit"]] if day < row["as_on"]), default=None)
            if before is None or (row["unit"], row["facility_no"], before) not in named:
                since = max(row["since"], before or begins[row["unit"]])
            else:
                since = max(since, row["since"])
            if until is None or since < until:
                yield row, since, until

    def listed(
        self,
        dataset: str,
        amount: str | Callable[[Row], bool] | None = None,
        only: Callable[[Row], bool] | None = None,
    ) -> Contributions:
        """Each row of a list in force, or what its column says, where a condition holds."""
        if callable(amount):
            amount, only = None, amount
        for row, since, until in self.spells(dataset):
            if only is None or only(row):
                yield Stock(row["unit"], since, until, 1 if amount is None else row[amount] or 0)

    @cached_property
    def rosters(self) -> dict[str, list[tuple[Row, dt.date, dt.date]]]:
        """Every unit's workers, from when until when each stands on a roster."""
        found = defaultdict(list)
        for row, since, until in self.spells("workers"):
            found[row["unit"]].append((row, since, until or dt.date.max))
        return found

    @cached_property
    def _ends(self) -> dict[str, dt.date]:
        """Units that no longer stand, and the first day they did not."""
        open_ended = {row["code"] for row in self.tree.rows if row["valid_to"] is None}
        closed = [row for row in self.tree.rows if row["code"] not in open_ended]
        return {row["code"]: max(r["valid_to"] for r in closed if r["code"] == row["code"]) for row in closed}


def thursday(on: dt.date) -> dt.date:
    """The day that says which month a week belongs to."""
    return on + dt.timedelta(days=3 - on.weekday())


def month_ends(since: dt.date, until: dt.date) -> Iterator[dt.date]:
    """The last days of months from a day until before another."""
    on = since.replace(day=1)
    while on < until:
        last = on.replace(day=monthrange(on.year, on.month)[1])
        if since <= last < until:
            yield last
        on = last + dt.timedelta(days=1)
