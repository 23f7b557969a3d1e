"""Policy documents: their clauses, the figures they print and the facts that are refused, one file each.

Belongs here: the models of a file under seeds/policies, the register of facts, and how both are loaded.
Does not belong here: thresholds (thresholds.py), checks across files (checks.py), judging by a clause (the marts).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from pipelines.catalog.common import (
    ClauseId,
    Code,
    FactId,
    Identifier,
    PeriodType,
    Reason,
    Strict,
    Text,
    UnitType,
    Words,
)
from pipelines.catalog.strict_yaml import Document, load_all
from pipelines.catalog.thresholds import Threshold
from pipelines.errors import LinliError

_FACT_COLUMNS = ["fact_id", "policy_id", "article", "kind", "measurable"]


class Baseline(Strict):
    """Where a target started from, as the document prints it; the day is left out where it prints none."""

    value: float
    on: date | None = None


class Clause(Strict):
    """One measurable statement of a document, paraphrased, and the reading taken where its text is ambiguous.

    `scope` leaves out communities and villages of the other kind; a larger unit is asked for its urban or rural part.
    A clause binding communities binds villages too, and one binding streets binds towns.
    """

    id: ClauseId
    article: Words
    summary: Text
    indicator: Identifier
    kind: Literal["norm", "target", "process", "system", "observation"]
    strength: Literal["required", "encouraged", "exploratory", "observed"]
    threshold: Threshold | None = None
    binding_level: UnitType
    scope: Literal["urban", "rural", "all"] = "all"
    period_type: PeriodType
    responsible_body: Text
    deadline: date | None = None
    baseline: Baseline | None = None
    reading: Text | None = None
    conflicts_with: tuple[ClauseId, ...] = ()
    facts: tuple[FactId, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Clause:
        if (self.kind == "observation") != (self.strength == "observed"):
            raise ValueError("what a document reports is an observation of strength observed: both or neither")
        if self.threshold is not None and self.threshold.origin == "implied" and self.reading is None:
            raise ValueError("an implied threshold is the reader's own: the reading must say why")
        return self


class PrintedFigure(Strict):
    """A figure the document prints, to be reconciled with the measure that computes it.

    A stock is read at the end of the month of `as_of`, a flow over its year.
    """

    fact: FactId
    figure: Text
    unit: Code
    as_of: date
    printed: float
    measure: Identifier
    tolerance: float = Field(ge=0)
    explanation: Text | None = None


class TableColumn(Strict):
    """A column of figures in a printed table."""

    measure: Identifier
    figure: Text


class TableRow(Strict):
    """A row of a printed table: what it prints for one unit, in the order of the columns."""

    fact: FactId
    unit: Code
    printed: tuple[float, ...]
    explanation: Text | None = None


class PrintedTable(Strict):
    """A table the document prints: one figure a row and column, each to be met exactly."""

    as_of: date
    columns: tuple[TableColumn, ...] = Field(min_length=1)
    rows: tuple[TableRow, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _rectangular(self) -> PrintedTable:
        for row in self.rows:
            if len(row.printed) != len(self.columns):
                raise ValueError(f"the row of {row.fact} has {len(row.printed)} figures, not {len(self.columns)}")
        return self


class RefusedFact(Strict):
    """A measurable statement that is not computed, and why."""

    fact: FactId
    reason: Reason


class Signature(Strict):
    """Who answers for the explanations of deviations, and since when."""

    by: Text
    on: date


class Verification(Strict):
    """How far a benchmark's figures were checked: against the document itself, or against another that quotes it."""

    state: Literal["verified", "second_hand"]
    source: Text
    checked_on: date


class Policy(Strict):
    """One document. A date it does not print stays empty; effective_from then follows the comment in its file.

    `short_title` is how it is cited where there is no room for its title. A plan of the nation or a province is a
    benchmark: it says how its figures were verified, and its clauses stand for no facts of the register.
    """

    id: Identifier
    title: Text
    short_title: Text | None = None
    issuer: Text
    number: Words | None = None
    legal_force: Literal[
        "guiding_opinion", "implementing_opinion", "experience_report", "proposal", "national_plan", "provincial_plan"
    ]
    verification: Verification | None = None
    issued_on: date | None = None
    effective_from: date
    effective_to: date | None = None
    clauses: tuple[Clause, ...]
    printed_figures: tuple[PrintedFigure, ...] = ()
    printed_tables: tuple[PrintedTable, ...] = ()
    explanations_signed: Signature | None = None
    refused: tuple[RefusedFact, ...] = ()

    @model_validator(mode="after")
    def _benchmark_or_register(self) -> Policy:
        if self.legal_force.endswith("_plan") != (self.verification is not None):
            raise ValueError("a national or provincial plan says how it was verified, and nothing else does")
        for clause in self.clauses:
            if bool(clause.facts) == (self.verification is not None):
                raise ValueError(f"{clause.id}: the clauses of a benchmark name no facts, all others do")
        return self

    @model_validator(mode="after")
    def _explanations_signed(self) -> Policy:
        if any(figure.explanation for figure in self.all_figures) and self.explanations_signed is None:
            raise ValueError("an explanation is signed: explanations_signed says by whom and when")
        return self

    @property
    def all_figures(self) -> tuple[PrintedFigure, ...]:
        """The printed figures, those of printed tables among them."""
        cells = (
            PrintedFigure(
                fact=row.fact,
                figure=column.figure,
                unit=row.unit,
                as_of=table.as_of,
                printed=printed,
                measure=column.measure,
                tolerance=0,
                explanation=row.explanation,
            )
            for table in self.printed_tables
            for row in table.rows
            for column, printed in zip(table.columns, row.printed, strict=True)
        )
        return (*self.printed_figures, *cells)


class Fact(Strict):
    """One statement found in a document: what kind it is, where it stands, whether it can be measured at all."""

    fact_id: FactId
    policy_id: Identifier
    article: Words
    kind: Literal["norm", "target", "process", "system", "observation", "table"]
    measurable: Literal["yes", "table", "no"]


@dataclass(frozen=True)
class DeclaredPolicy:
    """A document's file, and where it stands."""

    policy: Policy
    document: Document


def load_policies(directory: Path) -> list[DeclaredPolicy]:
    """Return every document declared in a folder."""
    return [DeclaredPolicy(document.validate(Policy), document) for document in load_all(directory.glob("*.yml"))]


def load_facts(path: Path) -> dict[str, Fact]:
    """Return the register of facts by id."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LinliError(f"读不到文件 {path}：{error}", f"cannot read {path}: {error}", "bad_yaml") from None
    reader = csv.DictReader(text.splitlines())
    if reader.fieldnames != _FACT_COLUMNS:
        columns = ",".join(_FACT_COLUMNS)
        raise LinliError(f"{path}:1：列应为 {columns}", f"{path}:1: the columns are not {columns}", "bad_yaml")
    facts: dict[str, Fact] = {}
    for row in reader:
        document = Document(path, dict(row), {(): reader.line_num})
        fact = document.validate(Fact)
        if fact.fact_id in facts:
            raise document.error((), f"事实 {fact.fact_id} 重复", f"fact {fact.fact_id} listed twice")
        facts[fact.fact_id] = fact
    return facts
