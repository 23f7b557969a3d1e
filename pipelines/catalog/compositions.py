"""Compositions: lists of bodies, functions or services a unit should have, as the files under seeds/compositions say.

Belongs here: the model of such a file, how the files are loaded, the measures every composition yields.
Does not belong here: where a thing is found to be present (core's fct_presence), counting (the engine's models).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from pipelines.catalog.common import Identifier, Problems, Strict, Text, UnitType
from pipelines.catalog.contracts import Contract
from pipelines.catalog.strict_yaml import Document, Location, load_all

ItemId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]
# What each composition is counted by: suffix of the measure, unit, name behind the composition's own.
MEASURES = {
    "present": ("项", Text(zh="已有项数", en="items in place")),
    "required": ("项", Text(zh="应有项数", en="items due")),
    "complete": ("个", Text(zh="齐备的单位数", en="units with all of them")),
    "units": ("个", Text(zh="应齐备的单位数", en="units it is asked of")),
}


class Composition(Strict):
    """Things each unit of some types should have, all of them: an item is `<dataset>.<code>` of a presence column, or
    `<dataset>.<column>` where that is a quantity.

    `scope` leaves out communities and villages of the other kind. Its figures wait for the first item's dataset.
    """

    id: Identifier
    name: Text
    items: tuple[ItemId, ...] = Field(min_length=1)
    unit_types: tuple[UnitType, ...] = Field(min_length=1)
    scope: Literal["all", "urban", "rural"] = "all"

    @model_validator(mode="after")
    def _named_once(self) -> Composition:
        for listed in (self.items, self.unit_types):
            if len(listed) != len(set(listed)):
                raise ValueError("an item or a type is listed twice")
        return self

    @property
    def dataset(self) -> str:
        """The dataset its figures wait for: that of the first item."""
        return self.items[0].partition(".")[0]

    @property
    def measure_ids(self) -> tuple[str, ...]:
        """The measures it yields."""
        return tuple(f"{self.id}_{suffix}" for suffix in MEASURES)


class _CompositionFile(Strict):
    compositions: tuple[Composition, ...]


@dataclass(frozen=True)
class DeclaredComposition:
    """A composition, the label of each of its items, and where it is declared."""

    composition: Composition
    document: Document
    location: Location


def load_compositions(directory: Path) -> list[DeclaredComposition]:
    """Return every composition declared in a folder."""
    return [
        DeclaredComposition(composition, document, ("compositions", number))
        for document in load_all(directory.glob("*.yml"))
        for number, composition in enumerate(document.validate(_CompositionFile).compositions)
    ]


def presence_items(contracts: dict[str, Contract]) -> dict[str, Text]:
    """Return what may be an item, with its labels: of columns that show presence the codes, or the column itself."""
    return {
        f"{contract.dataset}.{code}": Text(zh=labels[0], en=code.replace("_", " "))
        for contract in contracts.values()
        for column in contract.columns
        if column.presence
        for code, labels in (column.codes or {column.name: column.headers}).items()
    }


def check_compositions(
    declared: list[DeclaredComposition], items: dict[str, Text], measures: set[str], problems: Problems
) -> None:
    """Note items that stand nowhere, and names that are taken."""
    seen: set[str] = set()
    for entry in declared:
        composition = entry.composition
        for position, item in enumerate(composition.items):
            if item not in items:
                problems.add(
                    entry.document,
                    (*entry.location, "items", position),
                    f"没有可列为要件的 {item}",
                    f"there is no item {item}: no code or column that shows presence",
                )
        if taken := sorted({composition.id} & seen | set(composition.measure_ids) & measures):
            problems.add(
                entry.document, (*entry.location, "id"), f"{taken[0]} 已被占用", f"{taken[0]} is declared elsewhere too"
            )
        seen.add(composition.id)
