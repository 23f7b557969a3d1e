"""What the measures of every theme are written with: rows, and lists each in force until the next.

Belongs here: what a row of a dataset stands for, over time. Does not belong here: what is counted (the modules that
measures.py lists), how entries add up (counts.py), how rows are read (records.py).
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any

from counts import Flow, Seen, Stock, Tree
from records import Records, Row

Contributions = Iterable[Flow | Stock | Seen]
Written = dict[str, Callable[[], Contributions]]
Amount = Callable[[Row], Any]
Spell = tuple[Row, dt.date, dt.date | None]
PEOPLE = {"community", "village"}


class Facts:
    """The delivered rows of all datasets, and what they say of days."""

    def __init__(self, records: Records, tree: Tree, starts_on: dict[str, dt.date]) -> None:
        self._records = records
        self._spelt: dict[str, list[Spell]] = {}
        self.tree = tree
        self.starts_on = starts_on
        self.urban_rural = {
            row["code"]: row["urban_rural"] or {"community": "urban", "village": "rural"}.get(row["unit_type"])
            for row in tree.rows
        }

    def rows(self, dataset: str) -> list[Row]:
        """The rows of a dataset that count."""
        return self._records.current(dataset)

    def is_local(self, row: Row) -> bool:
        """Whether the row is a community's or a village's own, not a street's or a district's."""
        return self.tree.types[row["unit"]] in PEOPLE

    def flow(self, dataset: str, when: str, amount: Amount) -> Callable[[], Contributions]:
        """What every row of a dataset adds on its day."""
        return lambda: (Flow(row["unit"], row[when], amount(row)) for row in self.rows(dataset))

    def stock(self, dataset: str, amount: Amount, *, local: bool = False) -> Callable[[], Contributions]:
        """What every row of a dataset's lists adds while its list is in force; only of communities' lists if local."""
        return lambda: (
            Stock(row["unit"], since, until, amount(row))
            for row, since, until in self.spells(dataset)
            if not local or self.is_local(row)
        )

    def seen(self, dataset: str, when: str, key: Amount) -> Callable[[], Contributions]:
        """The different keys of a dataset's rows, each seen on its row's day; a row without a key shows nothing."""
        return lambda: (
            Seen(row["unit"], row[when], found) for row in self.rows(dataset) if (found := key(row)) is not None
        )

    def spells(self, dataset: str) -> list[Spell]:
        """Rows of lists, each from its day until the unit's next list or the unit's end."""
        if dataset not in self._spelt:
            self._spelt[dataset] = list(self._spell(self.rows(dataset)))
        return self._spelt[dataset]

    def _spell(self, listed: list[Row]) -> Iterator[Spell]:
        days: dict[str, list[dt.date]] = defaultdict(list)
        for unit, on in sorted({(row["unit"], row["as_on"]) for row in listed}):
            days[unit].append(on)
        following = {(unit, on): after for unit, ons in days.items() for on, after in pairwise(ons)}
        for row in listed:
            until = following.get((row["unit"], row["as_on"]))
            if (closed := self.ends.get(row["unit"])) is not None:
                until = closed if until is None else min(until, closed)
            if until is None or until > row["as_on"]:
                yield row, row["as_on"], until

    @cached_property
    def ends(self) -> dict[str, dt.date]:
        """Units that no longer stand, and the first day they did not."""
        open_ended = {row["code"] for row in self.tree.rows if row["valid_to"] is None}
        closed = [row for row in self.tree.rows if row["code"] not in open_ended]
        return {row["code"]: max(r["valid_to"] for r in closed if r["code"] == row["code"]) for row in closed}

    @cached_property
    def rosters(self) -> dict[str, list[tuple[Row, dt.date, dt.date]]]:
        """Every unit's workers with the days on which the roster names them."""
        found = defaultdict(list)
        for row, since, until in self.spells("workers"):
            found[row["unit"]].append((row, since, until or dt.date.max))
        return found

    @cached_property
    def certified_since(self) -> dict[str, dt.date]:
        """Since when each person holds a certificate of social work."""
        since: dict[str, dt.date] = {}
        for row in self.rows("credentials"):
            since[row["person_id"]] = min(since.get(row["person_id"], dt.date.max), row["obtained_on"])
        return since


def one(**wanted: Any) -> Amount:
    """1 for rows whose columns hold one of the values wanted; None stands for anything that is filled in."""
    sets = {name: {value} if isinstance(value, str) else value for name, value in wanted.items()}
    return lambda row: int(
        all(row[name] is not None if values is None else row[name] in values for name, values in sets.items())
    )


def adds(column: str, **wanted: Any) -> Amount:
    """What a column holds, for rows like `one`; nothing filled in adds nothing."""
    chosen = one(**wanted)
    return lambda row: (row[column] or 0) if chosen(row) else 0


def thursday(on: dt.date) -> dt.date:
    """The Thursday of a day's week: it says which month the week belongs to."""
    return on + dt.timedelta(days=3 - on.weekday())


def month_end(on: dt.date) -> dt.date:
    """The last day of a day's month."""
    return on.replace(day=monthrange(on.year, on.month)[1])


def month_ends(since: dt.date, until: dt.date) -> Iterator[dt.date]:
    """Every month's last day from a day on and before another."""
    on = since.replace(day=1)
    while on < until:
        last = month_end(on)
        if since <= last < until:
            yield last
        on = last + dt.timedelta(days=1)
