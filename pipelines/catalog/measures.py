"""Measures: what is counted, as each model dbt_project/models/measures/mea_<fact>.yml declares it under config.meta.

Belongs here: the measure's model and how it is loaded.
Does not belong here: how contributions are selected (the mea_ models) or rolled up (the engine's models).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, model_validator

from pipelines.catalog.common import Identifier, Problems, Strict, Text, UnitType, Words
from pipelines.catalog.contracts import Contract
from pipelines.catalog.strict_yaml import Document, Location, load_all

# What a kind must say, and what it may say beside it: an entry the engine would not read is refused, not ignored.
_REQUIRED = {
    "flow": {"amount"},
    "stock": {"amount"},
    "distinct": {"key"},
    "qualified": {"key", "amount", "at_least"},
}
_OPTIONAL = {"distinct": {"when"}}


class Measure(Strict):
    """One thing that is counted, by columns of the model it is declared on."""

    id: Identifier
    kind: Literal["flow", "stock", "distinct", "qualified"]
    name: Text
    unit: Words
    amount: Identifier | None = None
    key: Identifier | None = None
    when: Identifier | None = None
    at_least: float | None = None
    reported_by: tuple[UnitType, ...] = ()

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Measure:
        given = {name for name in ("amount", "key", "when", "at_least") if getattr(self, name) is not None}
        required, optional = _REQUIRED[self.kind], _OPTIONAL.get(self.kind, set())
        if lacking := sorted(required - given):
            raise ValueError(f"a {self.kind} needs {', '.join(lacking)}")
        if surplus := sorted(given - required - optional):
            raise ValueError(f"a {self.kind} has no {', '.join(surplus)}")
        return self


class _Meta(Strict):
    dataset: Identifier | None = None
    measures: tuple[Measure, ...] = Field(min_length=1)


class _Config(BaseModel):
    """dbt's own keys beside meta are dbt's to judge, so they are let through."""

    meta: _Meta


class _Model(BaseModel):
    name: str = Field(pattern=r"^mea_[a-z][a-z0-9_]*$")
    config: _Config


class _ModelFile(BaseModel):
    models: tuple[_Model, ...]


@dataclass(frozen=True)
class DeclaredMeasure:
    """A measure, the model that contributes to it, and where it is declared."""

    measure: Measure
    fact: str
    dataset: str | None
    document: Document
    location: Location


def load_measures(directory: Path, contracts: dict[str, Contract], problems: Problems) -> dict[str, DeclaredMeasure]:
    """Return every measure declared in a folder by id."""
    measures: dict[str, DeclaredMeasure] = {}
    for document in load_all(directory.glob("mea_*.yml")):
        for number, model in enumerate(document.validate(_ModelFile).models):
            meta: Location = ("models", number, "config", "meta")
            dataset = model.config.meta.dataset
            if dataset is not None and dataset not in contracts:
                problems.add(document, (*meta, "dataset"), f"没有数据集 {dataset}", f"there is no dataset {dataset}")
            for position, measure in enumerate(model.config.meta.measures):
                here = (*meta, "measures", position, "id")
                if measure.id in measures:
                    problems.add(
                        document, here, f"计量项 {measure.id} 重复声明", f"measure {measure.id} declared twice"
                    )
                measures[measure.id] = DeclaredMeasure(measure, model.name, dataset, document, here)
    return measures
