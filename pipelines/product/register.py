"""The units of all areas as the rows behind a figure are looked up by: what stands below each, and when.

Belongs here: the tree, read once; asked in SQL, it would be planned longer than the rows take to be read.
Does not belong here: finding a unit by what a person types (resolve.py), rows, figures.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import duckdb

ALWAYS = dt.date.min, dt.date(9999, 12, 31)
_TREE = """
    select unit_id, ancestor_id, valid_from, valid_to from marts.dim_unit_tree where tree = 'administrative'
"""
_UNITS = "select unit_id, name, parent_id, jurisdiction_id from marts.dim_unit order by valid_from"
_AREAS = "select jurisdiction_id, as_of from marts.dim_jurisdiction"


class Spell(NamedTuple):
    """A unit, from the day it stands below another until the day it does no longer."""

    unit_id: str
    since: dt.date
    until: dt.date


@dataclass(frozen=True)
class Register:
    """What stands below each unit, itself included, what each is called last, and the day its area is told up to."""

    below: Mapping[str, tuple[Spell, ...]]
    names: Mapping[str, str]
    parents: Mapping[str, frozenset[str]]
    told_up_to: Mapping[str, dt.date]

    @cached_property
    def lowest(self) -> frozenset[str]:
        """The units that have none below them."""
        return frozenset(unit for unit, spells in self.below.items() if all(one.unit_id == unit for one in spells))

    def there(self, unit_id: str, first: dt.date, last: dt.date) -> tuple[Spell, ...]:
        """What stood below a unit on some day of a span."""
        return tuple(one for one in self.below.get(unit_id, ()) if one.since <= last and one.until > first)

    def lowest_below(self, unit_id: str) -> frozenset[str]:
        """Those of them that ever stood below a unit, or are it."""
        return self.lowest & {spell.unit_id for spell in self.below.get(unit_id, ())}

    def directly_below(self, unit_id: str) -> dict[str, str]:
        """The units whose parent a unit is or was, with their names."""
        return {unit: name for unit, name in self.names.items() if unit_id in self.parents[unit]}


def load_register(con: duckdb.DuckDBPyConnection) -> Register:
    """Read the units and their tree.

    A unit's first day and last day are no bounds: what a sender counted before or after is the unit's all the same.
    """
    rows = [(*row[:3], row[3] or ALWAYS[1]) for row in con.execute(_TREE).fetchall()]
    first, last = _ends(rows)
    below: dict[str, list[Spell]] = defaultdict(list)
    for unit, ancestor, since, until in rows:
        spell = Spell(unit, ALWAYS[0] if since == first[unit] else since, ALWAYS[1] if until == last[unit] else until)
        below[ancestor].append(spell)
    units = con.execute(_UNITS).fetchall()
    areas = dict(con.execute(_AREAS).fetchall())
    parents: dict[str, set[str]] = defaultdict(set)
    for unit, _, parent, _ in units:
        parents[unit].add(parent)
    return Register(
        below={ancestor: tuple(spells) for ancestor, spells in below.items()},
        names={unit: name for unit, name, _, _ in units},
        parents={unit: frozenset(found) for unit, found in parents.items()},
        told_up_to={unit: areas[area] for unit, _, _, area in units if area in areas},
    )


def _ends(rows: Iterable[tuple[str, str, dt.date, dt.date]]) -> tuple[dict[str, dt.date], dict[str, dt.date]]:
    first: dict[str, dt.date] = {}
    last: dict[str, dt.date] = {}
    for unit, _, since, until in rows:
        first[unit] = min(since, first.get(unit, since))
        last[unit] = max(until, last.get(unit, until))
    return first, last
