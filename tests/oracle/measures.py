"""All measures, by theme.

Belongs here: which modules write measures, and counting each once. Does not belong here: what is counted (those
modules), how entries add up (counts.py).
"""

from __future__ import annotations

import datetime as dt

import appraisals
import communities
import compositions
import conditions
import cooperation
import estates
import halls
import learning
import limits
import money
import network
import party
import pay
import posts
import premises
import projects
import rounds
import standing
import weeks
import workforce
from counts import Count, Tree
from facts import Facts, Written
from records import Records

THEMES = (
    appraisals,
    communities,
    compositions,
    conditions,
    cooperation,
    estates,
    halls,
    learning,
    limits,
    money,
    network,
    party,
    pay,
    posts,
    premises,
    projects,
    rounds,
    standing,
    weeks,
    workforce,
)
AT_LEAST = {"key_households_visited_3": 3, "worker_months_80": 80}


class Measures:
    """Every measure by its id, counted when first asked for."""

    def __init__(self, records: Records, tree: Tree, starts_on: dict[str, dt.date]) -> None:
        self._tree = tree
        self._counted: dict[str, Count] = {}
        facts = Facts(records, tree, starts_on)
        self._written: Written = {}
        for theme in THEMES:
            written = theme.written(facts)
            assert not written.keys() & self._written.keys(), theme.__name__
            self._written |= written

    def count(self, measure: str) -> Count:
        """The measure, counted."""
        if measure not in self._counted:
            self._counted[measure] = Count(self._tree, self._written[measure](), AT_LEAST.get(measure))
        return self._counted[measure]
