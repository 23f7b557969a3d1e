"""Units while they stand.

Belongs here: counts of units. Does not belong here: where a unit hangs in the tree (counts.py).
"""

from __future__ import annotations

from collections.abc import Callable

from counts import Stock
from facts import PEOPLE, Contributions, Facts, Written
from records import Row

AREAS = {"street", "town"}


def written(facts: Facts) -> Written:
    """The measures of this theme."""
    urban_rural = facts.urban_rural

    def side(row: Row, kinds: set[str], wanted: str) -> bool:
        return row["unit_type"] in kinds and urban_rural[row["code"]] == wanted

    return {
        "communities": _units(facts, lambda row: row["unit_type"] in PEOPLE),
        "urban_communities": _units(facts, lambda row: side(row, PEOPLE, "urban")),
        "rural_communities": _units(facts, lambda row: side(row, PEOPLE, "rural")),
        "urban_communities_established": _units(
            facts, lambda row: side(row, {"community"}, "urban") and row["standing"] == "established"
        ),
        "urban_communities_preparatory": _units(
            facts, lambda row: side(row, {"community"}, "urban") and row["standing"] == "preparatory"
        ),
        # In some places a community stands between the district and its residents' committees.
        "urban_areas": _units(facts, lambda row: side(row, AREAS, "urban")),
        "rural_areas": _units(facts, lambda row: side(row, AREAS, "rural")),
    }


def _units(facts: Facts, wanted: Callable[[Row], bool]) -> Callable[[], Contributions]:
    """Each unit's days of validity, once, however many units it came from."""
    return lambda: (
        Stock(*days)
        for days in sorted(
            {(row["code"], row["valid_from"], row["valid_to"]) for row in facts.tree.rows if wanted(row)}, key=str
        )
    )
