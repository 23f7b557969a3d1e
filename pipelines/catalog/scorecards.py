"""Scorecards (考核): which indicators make a score, with what weight, and when points are lost.

Belongs here: the model of a file under seeds/scorecards, how the files are loaded, what they must agree with.
Does not belong here: computing a score (the marts), what a document asks (policies.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from pipelines.catalog.common import ClauseId, Identifier, PeriodType, Problems, Strict, Text, UnitType
from pipelines.catalog.indicators import Indicator
from pipelines.catalog.policies import Clause
from pipelines.catalog.strict_yaml import Document, Location, load_all


class Step(Strict):
    """From this value on (in the indicator's good direction) an item earns this share of its weight."""

    value: float
    share: float = Field(ge=0, le=1)


class Item(Strict):
    """One indicator on a card: its weight in points, and the rule by which a figure earns them.

    `proportional` runs in a straight line from zero_at to full marks, `all_or_nothing` asks for full marks, `steps`
    names its own shares, `veto` earns nothing and puts a unit that falls short into the lowest band. Full marks are a
    clause's threshold (as it stands for the unit) or a value of the card's own.
    """

    indicator: Identifier
    rule: Literal["proportional", "all_or_nothing", "steps", "veto"]
    weight: float = Field(default=0, ge=0)
    clause: ClauseId | None = None
    full_at: float | None = None
    zero_at: float | None = None
    steps: tuple[Step, ...] = ()

    @model_validator(mode="after")
    def _fits_its_rule(self) -> Item:
        if (self.rule == "veto") != (self.weight == 0):
            raise ValueError("a veto has no weight, and everything else has one")
        if (self.rule == "steps") != bool(self.steps):
            raise ValueError("steps are listed for the rule steps, and only there")
        if (self.rule == "proportional") != (self.zero_at is not None):
            raise ValueError("zero_at is given for the rule proportional, and only there")
        if self.rule == "steps" and (self.clause or self.full_at is not None):
            raise ValueError("steps say themselves what earns full marks")
        if self.rule != "steps" and (self.clause is None) == (self.full_at is None):
            raise ValueError("full marks are either a clause's threshold or full_at")
        if self.zero_at is not None and self.zero_at == self.full_at:
            raise ValueError("zero_at and full_at are the same")
        return self


class Part(Strict):
    """A section of a card."""

    id: Identifier
    name: Text
    items: tuple[Item, ...] = Field(min_length=1)


class Band(Strict):
    """Scores from this one on, up to the next band."""

    at_least: float = Field(ge=0, le=100)
    name: Text


class Scorecard(Strict):
    """A card: units of some types, scored once a period out of 100.

    `scored_at_least` is the share of the weight (in %) that must have a figure; below it there is no score. Units are
    scored, never people. `policy` is the document a card comes from: a unit that does not follow it is only held
    against it. A card of no document is everybody's.
    """

    id: Identifier
    name: Text
    reading: Text
    policy: Identifier | None = None
    period_type: PeriodType
    unit_types: tuple[UnitType, ...] = Field(min_length=1)
    scored_at_least: float = Field(gt=0, le=100)
    parts: tuple[Part, ...] = Field(min_length=1)
    bands: tuple[Band, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _adds_up(self) -> Scorecard:
        weight = sum(item.weight for part in self.parts for item in part.items)
        if abs(weight - 100) > 1e-9:
            raise ValueError(f"the weights add up to {weight:g}, not 100")
        floors = [band.at_least for band in self.bands]
        if floors != sorted(set(floors), reverse=True) or floors[-1] != 0:
            raise ValueError("bands are listed from the highest down to one that begins at 0")
        items = [item.indicator for part in self.parts for item in part.items]
        if len(items) != len(set(items)):
            raise ValueError("an indicator stands on the card twice")
        return self


@dataclass(frozen=True)
class DeclaredScorecard:
    """A card, and its file."""

    card: Scorecard
    document: Document


def load_scorecards(directory: Path) -> list[DeclaredScorecard]:
    """Return every card declared in a folder."""
    return [DeclaredScorecard(document.validate(Scorecard), document) for document in load_all(directory.glob("*.yml"))]


def check_scorecards(
    declared: list[DeclaredScorecard],
    indicators: dict[str, Indicator],
    clauses: dict[str, Clause],
    policies: set[str],
    problems: Problems,
) -> None:
    """Note items whose indicator is not computed where the card scores, or whose clause is about something else."""
    seen: set[str] = set()
    for entry in declared:
        if entry.card.id in seen:
            problems.add(
                entry.document, ("id",), f"考核表 {entry.card.id} 重复声明", f"scorecard {entry.card.id} declared twice"
            )
        seen.add(entry.card.id)
        if entry.card.policy not in (None, *policies):
            zh, en = f"没有文件 {entry.card.policy}", f"there is no document {entry.card.policy}"
            problems.add(entry.document, ("policy",), zh, en)
        for number, part in enumerate(entry.card.parts):
            for position, item in enumerate(part.items):
                _check_item(entry, item, ("parts", number, "items", position), indicators, clauses, problems)


def _check_item(
    entry: DeclaredScorecard,
    item: Item,
    here: Location,
    indicators: dict[str, Indicator],
    clauses: dict[str, Clause],
    problems: Problems,
) -> None:
    document, card = entry.document, entry.card
    indicator = indicators.get(item.indicator)
    if indicator is None:
        zh, en = f"没有指标 {item.indicator}", f"there is no indicator {item.indicator}"
        problems.add(document, (*here, "indicator"), zh, en)
    elif card.period_type not in indicator.scope.period_types or not set(card.unit_types) <= set(
        indicator.scope.unit_types
    ):
        zh = f"指标 {item.indicator} 不按本表的单位类型和周期计算"
        en = f"indicator {item.indicator} is not computed at the card's unit types and period"
        problems.add(document, (*here, "indicator"), zh, en)
    if item.clause is None:
        return
    clause = clauses.get(item.clause)
    if clause is None:
        problems.add(document, (*here, "clause"), f"没有条款 {item.clause}", f"there is no clause {item.clause}")
    elif clause.indicator != item.indicator or clause.period_type != card.period_type or clause.threshold is None:
        zh = f"条款 {item.clause} 不是按本表周期、对该指标给出标准的条款"
        en = f"clause {item.clause} sets no threshold for this indicator at the card's period"
        problems.add(document, (*here, "clause"), zh, en)
