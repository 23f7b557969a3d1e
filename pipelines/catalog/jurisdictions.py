"""Jurisdictions (the roots that are looked at, each with its dates) and adoptions (who follows which document).

Belongs here: the models of seeds/jurisdictions.yml and seeds/adoptions.yml, and how they are loaded.
Does not belong here: the units themselves, which are delivered like everything else.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from pipelines.catalog.common import Code, Identifier, Problems, Strict, Text, UnitType
from pipelines.catalog.strict_yaml import Document, Stamp, load, stamp
from pipelines.settings import SEEDS_DIR


class Review(Strict):
    """What units of these types send from a day on counts only once it is approved."""

    since: date
    unit_types: Annotated[tuple[UnitType, ...], Field(min_length=1)]


class Jurisdiction(Strict):
    """A root unit: since when it is looked at, and the date that drives its deadlines (today where none is given).

    `collects` says which datasets are asked for below it, and since when; without it every dataset is, from the start.
    `review` switches approval on; without it what was accepted counts.
    """

    code: Code
    name: Text
    starts_on: date
    as_of: date | None = None
    home: bool = False
    demo: bool = False
    collects: dict[Identifier, date] | None = None
    review: Review | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Jurisdiction:
        if self.as_of is not None and self.as_of <= self.starts_on:
            raise ValueError("as_of is not after starts_on")
        return self


class Adoption(Strict):
    """A unit follows a document from a day on; the units below it inherit it."""

    unit: Code
    policy: Identifier
    adopted_from: date


class _JurisdictionFile(Strict):
    jurisdictions: tuple[Jurisdiction, ...]


class _AdoptionFile(Strict):
    adoptions: tuple[Adoption, ...]


def load_jurisdictions(path: Path, datasets: Collection[str], problems: Problems) -> tuple[Jurisdiction, ...]:
    """Return the declared jurisdictions; exactly one is home, and each collects datasets that have a contract."""
    document = load(path)
    jurisdictions = document.validate(_JurisdictionFile).jurisdictions
    homes = [number for number, jurisdiction in enumerate(jurisdictions) if jurisdiction.home]
    if len(homes) != 1:
        here = ("jurisdictions", homes[1], "home") if homes else ("jurisdictions",)
        problems.add(document, here, "应有且只有一个主单位（home）", "exactly one jurisdiction is home")
    seen: set[str] = set()
    for number, jurisdiction in enumerate(jurisdictions):
        if jurisdiction.code in seen:
            problems.add(
                document,
                ("jurisdictions", number, "code"),
                f"辖区 {jurisdiction.code} 重复声明",
                f"jurisdiction {jurisdiction.code} declared twice",
            )
        seen.add(jurisdiction.code)
        for dataset in jurisdiction.collects or {}:
            if dataset not in datasets:
                problems.add(
                    document,
                    ("jurisdictions", number, "collects", dataset),
                    f"没有名为 {dataset} 的数据集",
                    f"there is no dataset {dataset}",
                )
    return jurisdictions


def load_reviews(path: Path = SEEDS_DIR / "jurisdictions.yml") -> dict[str, Review]:
    """Return the reviews that are switched on, by the code of their root; kept while the file stands as it is."""
    return dict(_reviews(stamp(path)))


@lru_cache(maxsize=2)
def _reviews(file: Stamp) -> dict[str, Review]:
    jurisdictions = load(file[0]).validate(_JurisdictionFile).jurisdictions
    return {each.code: each.review for each in jurisdictions if each.review is not None}


def load_adoptions(path: Path) -> tuple[tuple[Adoption, ...], Document]:
    """Return the adoptions and the file they stand in."""
    document = load(path)
    return document.validate(_AdoptionFile).adoptions, document
