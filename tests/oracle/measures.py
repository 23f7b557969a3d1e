"""Every measure by its id, gathered from the themes.

Belongs here: the list of themes. Does not belong here: what a measure counts (the themes), how it adds up (counts.py).
"""

from __future__ import annotations

import datetime as dt
from types import ModuleType

import conditions
import party
import people
import places
from counts import Count, Tree
from lists import Lists
from records import Records

THEMES: list[ModuleType] = [conditions, party, people, places]


class Measures:
    """Every measure by its id, counted when first asked for."""

    def __init__(self, records: Records, tree: Tree, starts_on: dict[str, dt.date]) -> None:
        self._tree = tree
        self._counted: dict[str, Count] = {}
        lists = Lists(records, tree, starts_on)
        written = [theme.measures(lists) for theme in THEMES]
        self._written = {name: one for theme in written for name, one in theme.items()}
        assert len(self._written) == sum(map(len, written)), "a measure is written twice"

    def known(self, measure: str) -> bool:
        """Whether the measure is written down here."""
        return measure in self._written

    def count(self, measure: str) -> Count:
        """The measure, counted."""
        if measure not in self._counted:
            contributions, at_least = self._written[measure]
            self._counted[measure] = Count(self._tree, contributions(), at_least)
        return self._counted[measure]
