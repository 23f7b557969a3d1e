"""Indicators: what a figure means, as the files under seeds/indicators declare it. There is no SQL in them.

Belongs here: the indicator's model, how the files are loaded, and the checks between versions and against measures.
Does not belong here: what a document asks of an indicator (policies.py), how it is computed (the marts).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from pipelines.catalog.common import ClauseId, Identifier, PeriodType, Problems, Strict, Text, UnitType, Words
from pipelines.catalog.strict_yaml import Document, Location, load_all


class Side(Strict):
    """Numerator or denominator: a measure, of the year before if lagged, times a benchmark if it names one.

    The benchmark is the one of the nearest unit above (or the unit itself) that has it. Neither lags more than a year:
    int_indicator reads no further back. Instead of a measure a side may count units: those a clause judges, or those
    that meet it, at the clause's binding level below or at the unit.
    """

    measure: Identifier | None = None
    units_meeting: ClauseId | None = None
    units_judged: ClauseId | None = None
    lag_years: int = Field(default=0, ge=0, le=1)
    benchmark: Identifier | None = None
    benchmark_lag_years: int = Field(default=0, ge=0, le=1)

    @property
    def clause(self) -> ClauseId | None:
        """The clause whose units are counted."""
        return self.units_meeting or self.units_judged

    @property
    def counted(self) -> str:
        """The measure that fills the side; units are a measure of their own for each clause."""
        if self.measure is not None:
            return self.measure
        return f"{'units_meeting' if self.units_meeting else 'units_judged'}.{self.clause}"

    @model_validator(mode="after")
    def _one_thing(self) -> Side:
        given = {name for name in ("measure", "units_meeting", "units_judged") if getattr(self, name) is not None}
        if len(given) != 1:
            raise ValueError("a side is one of measure, units_meeting and units_judged")
        if self.clause is not None and (self.lag_years or self.benchmark):
            raise ValueError("units of a clause have neither lag nor benchmark")
        return self

    @model_validator(mode="after")
    def _lag_of_something(self) -> Side:
        if self.benchmark_lag_years and self.benchmark is None:
            raise ValueError("benchmark_lag_years without a benchmark")
        return self


class Scope(Strict):
    """The grains an indicator is computed for."""

    unit_types: tuple[UnitType, ...] = Field(min_length=1)
    period_types: tuple[PeriodType, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _named_once(self) -> Scope:
        for listed in (self.unit_types, self.period_types):
            if len(listed) != len(set(listed)):
                raise ValueError("a type is listed twice")
        return self


class Indicator(Strict):
    """One version of an indicator: value = numerator / denominator x factor, or a plain count without denominator."""

    id: Identifier
    name: Text
    definition: Text
    unit: Words
    precision: int = Field(ge=0, le=2)
    factor: float = Field(default=1, gt=0)
    direction: Literal["up", "down", "none"]
    headline: bool = False
    bounded: bool = False
    numerator: Side
    denominator: Side | None = None
    owner: Text
    scope: Scope
    valid_from: date
    valid_to: date | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Indicator:
        clause, below = self.numerator.clause, self.denominator.clause if self.denominator else None
        if self.numerator.units_judged or (below and self.denominator and self.denominator.units_meeting):
            raise ValueError("units_meeting stands above the line, units_judged below it")
        if self.denominator is not None and clause != below:
            raise ValueError("units that meet a clause are compared with the units it judges")
        if self.bounded and self.denominator is None:
            raise ValueError("bounded says that the numerator is part of the denominator: there is none")
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError("valid_to, the first day the version no longer holds, is not after valid_from")
        return self


class _IndicatorFile(Strict):
    domain: Identifier
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class DeclaredIndicator:
    """A version of an indicator, the domain it belongs to, and where it is declared."""

    indicator: Indicator
    domain: str
    document: Document
    location: Location


def load_indicators(directory: Path) -> list[DeclaredIndicator]:
    """Return every version of every indicator declared in a folder."""
    found = []
    for document in load_all(directory.glob("*.yml")):
        file = document.validate(_IndicatorFile)
        for number, indicator in enumerate(file.indicators):
            found.append(DeclaredIndicator(indicator, file.domain, document, ("indicators", number)))
    return found


def check_indicators(
    declared: list[DeclaredIndicator], measures: set[str], benchmarks: set[str], problems: Problems
) -> None:
    """Note sides that refer to nothing, and versions that overlap or differ in what must not change."""
    earlier: dict[str, list[DeclaredIndicator]] = {}
    for version in declared:
        for name in ("numerator", "denominator"):
            _check_side(version, name, measures, benchmarks, problems)
        for other in earlier.setdefault(version.indicator.id, []):
            _check_versions(other, version, problems)
        earlier[version.indicator.id].append(version)


def _check_side(
    version: DeclaredIndicator, name: str, measures: set[str], benchmarks: set[str], problems: Problems
) -> None:
    side: Side | None = getattr(version.indicator, name)
    if side is None:
        return
    here = (*version.location, name)
    if side.measure is not None and side.measure not in measures:
        problems.add(
            version.document, (*here, "measure"), f"没有计量项 {side.measure}", f"there is no measure {side.measure}"
        )
    if side.benchmark is not None and side.benchmark not in benchmarks:
        problems.add(
            version.document,
            (*here, "benchmark"),
            f"没有经济基准 {side.benchmark}",
            f"there is no benchmark {side.benchmark}",
        )


def _check_versions(earlier: DeclaredIndicator, later: DeclaredIndicator, problems: Problems) -> None:
    one, two = earlier.indicator, later.indicator
    other = earlier.document.where((*earlier.location, "id"))
    if (one.valid_to or date.max) > two.valid_from and (two.valid_to or date.max) > one.valid_from:
        problems.add(
            later.document,
            (*later.location, "valid_from"),
            f"指标 {two.id} 的两个版本有效期重叠（另一个见 {other}）",
            f"two versions of indicator {two.id} are valid at once (the other: {other})",
        )
    # Targets are written in the indicator's unit and judged at its grains, so a version cannot change either.
    if (one.unit, one.scope) != (two.unit, two.scope):
        problems.add(
            later.document,
            (*later.location, "id"),
            f"指标 {two.id} 的版本之间单位或范围不同（另一个见 {other}）",
            f"versions of indicator {two.id} differ in unit or scope (the other: {other})",
        )
