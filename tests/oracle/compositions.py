"""Lists of things that a unit should have, all of them: how many it has, and whether it has them all.

Belongs here: who is asked for which list, and what of it is there. Does not belong here: what shows that a thing is
there (presence.py).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import presence
import yaml
from counts import Stock
from facts import PEOPLE, Contributions, Facts, Written

from pipelines.settings import SEEDS_DIR

Days = tuple[dt.date, dt.date]


def written(facts: Facts) -> Written:
    """The measures of this theme."""
    shown = _Shown(facts, SEEDS_DIR)
    found: dict[str, Callable[[], Contributions]] = {}
    for one in _declared(SEEDS_DIR, "compositions"):
        found |= {
            f"{one['id']}_{what}": lambda one=one, count=count: count(one)
            for what, count in {
                "present": shown.present,
                "required": shown.required,
                "complete": shown.complete,
                "units": shown.asked_units,
            }.items()
        }
    return found


def _declared(seeds: Path, kind: str) -> list[dict[str, Any]]:
    files = sorted((seeds / kind).glob("*.yml"))
    return [one for file in files for one in yaml.safe_load(file.read_text(encoding="utf-8"))[kind]]


class _Shown:
    """What is asked and what is there."""

    def __init__(self, facts: Facts, seeds: Path) -> None:
        self._facts = facts
        self._seeds = seeds

    def present(self, one: dict[str, Any]) -> Contributions:
        """Every item while it is there."""
        for unit in self._asked(one):
            for item in one["items"]:
                for since, until in self._days(unit, item):
                    yield _stock(unit, since, until)

    def required(self, one: dict[str, Any]) -> Contributions:
        """Every item as long as the unit stands."""
        for unit in self._asked(one):
            yield _stock(unit, *self._stands[unit], len(one["items"]))

    def complete(self, one: dict[str, Any]) -> Contributions:
        """The unit while every item is there."""
        for unit in self._asked(one):
            changes: dict[dt.date, int] = defaultdict(int)
            for item in one["items"]:
                for since, until in self._days(unit, item):
                    changes[since] += 1
                    changes[until] -= 1
            there = 0
            for day, following in pairwise(sorted(changes)):
                there += changes[day]
                if there == len(one["items"]):
                    yield _stock(unit, day, following)

    def asked_units(self, one: dict[str, Any]) -> Contributions:
        """The unit as long as it stands."""
        for unit in self._asked(one):
            yield _stock(unit, *self._stands[unit])

    def _days(self, unit: str, item: str) -> list[Days]:
        first, last = self._stands[unit]
        cut = [(max(first, since), min(last, until)) for since, until in self._there.get((unit, item), ())]
        return [(since, until) for since, until in cut if since < until]

    @cached_property
    def _there(self) -> dict[tuple[str, str], list[Days]]:
        return presence.days_of(self._facts)

    @cached_property
    def _stands(self) -> dict[str, Days]:
        days: dict[str, list[Days]] = defaultdict(list)
        for row in self._facts.tree.rows:
            days[row["code"]].append((row["valid_from"], row["valid_to"] or dt.date.max))
        return {
            unit: (min(first for first, _ in known), max(last for _, last in known)) for unit, known in days.items()
        }

    def _asked(self, one: dict[str, Any]) -> list[str]:
        """The units asked: by a document followed, or because the lists of the place name every item of it."""
        tree = self._facts.tree
        due = [unit for unit in self._stands if tree.types[unit] in one["unit_types"] and self._of_the_kind(one, unit)]
        asking = self._asking.get(one["id"], set())
        if not asking:
            return due
        named: dict[str, set[str]] = defaultdict(set)
        for unit in due:
            named[tree.upward(unit)[-1]] |= {item for item in one["items"] if (unit, item) in self._there}
        return [
            unit
            for unit in due
            if any(self._followed.get(above, set()) & asking for above in tree.upward(unit))
            or len(named[tree.upward(unit)[-1]]) == len(one["items"])
        ]

    def _of_the_kind(self, one: dict[str, Any], unit: str) -> bool:
        scope = one.get("scope", "all")
        local = self._facts.tree.types[unit] in PEOPLE
        return scope == "all" or not local or self._facts.urban_rural[unit] in (None, scope)

    @cached_property
    def _asking(self) -> dict[str, set[str]]:
        """Documents by the compositions that they ask for."""
        composed = {
            f"{one['id']}_{what}": one["id"]
            for one in _declared(self._seeds, "compositions")
            for what in ("present", "required", "complete", "units")
        }
        counted = {
            one["id"]: {composed.get(one[side].get("measure")) for side in ("numerator", "denominator") if side in one}
            for one in _declared(self._seeds, "indicators")
        }
        asking: dict[str, set[str]] = defaultdict(set)
        for file in (self._seeds / "policies").glob("*.yml"):
            policy = yaml.safe_load(file.read_text(encoding="utf-8"))
            for clause in policy["clauses"]:
                for composition in counted.get(clause.get("indicator"), set()) - {None}:
                    asking[composition].add(policy["id"])
        return asking

    @cached_property
    def _followed(self) -> dict[str, set[str]]:
        listed = yaml.safe_load((self._seeds / "adoptions.yml").read_text(encoding="utf-8"))["adoptions"]
        followed: dict[str, set[str]] = defaultdict(set)
        for one in listed:
            followed[one["unit"]].add(one["policy"])
        return followed


def _stock(unit: str, since: dt.date, until: dt.date, amount: int = 1) -> Stock:
    return Stock(unit, since, None if until == dt.date.max else until, amount)
