"""Compounds: whether their residents have the body that their size, age and kind ask for.

Belongs here: conditions on sizes of compounds. Does not belong here: plain conditions on them (conditions.py).
"""

from __future__ import annotations

from facts import Amount, Facts, Written, one
from records import Row

COMMITTEE = {"own_committee", "committee"}
FIVE = {"new", "fringe", "industrial", "resettlement", "floating_large", "floating_small"}


def _is_large(row: Row) -> bool:
    return row["standalone"] == "yes" and row["households_occupied"] > 700


def _is_new(row: Row, *, half_full: bool) -> bool:
    """Whether it is a new estate of which half, or less than half, of the planned households live there."""
    planned = row["households_planned"]
    return row["kind"] == "new" and bool(planned) and (row["households_occupied"] * 2 >= planned) == half_full


def _is_covered(row: Row) -> bool:
    if row["kind"] == "floating_large":
        return row["governed_by"] in COMMITTEE
    return row["kind"] == "floating_small" and row["governed_by"] in {*COMMITTEE, "group"}


AMOUNTS: dict[str, Amount] = {
    "large_estates": lambda row: int(_is_large(row)),
    "large_estates_own_committee": lambda row: int(_is_large(row) and row["governed_by"] == "own_committee"),
    "new_estates_half_full": lambda row: int(_is_new(row, half_full=True)),
    "new_estates_half_full_committee": lambda row: int(
        _is_new(row, half_full=True) and row["governed_by"] in COMMITTEE
    ),
    "new_estates_filling": lambda row: int(_is_new(row, half_full=False)),
    "new_estates_filling_looked_after": lambda row: int(
        _is_new(row, half_full=False) and row["governed_by"] in {*COMMITTEE, "group", "custody"}
    ),
    "five_areas": one(kind=FIVE),
    "five_areas_committee": one(kind=FIVE, governed_by=COMMITTEE),
    "floating_areas_covered": lambda row: int(_is_covered(row)),
}


def written(facts: Facts) -> Written:
    """The measures of this theme."""
    return {name: facts.stock("compounds", amount) for name, amount in AMOUNTS.items()}
