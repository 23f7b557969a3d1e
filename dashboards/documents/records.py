"""A document and one of its clauses as held against the open unit, read from the rows of queries/clauses.py.

Belongs here: what follows from such a row: whether a document is in force, how a clause stands, why it has no light.
Does not belong here: markup, judging (the marts).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from dashboards.standing import Standing, records, standing_of
from pipelines.product.status import STATUSES, Lang, Status, shown

# How a clause of a document that the unit does not follow compares, where it can be told: words, never lights.
OUTCOMES = ("short", "reached", "open")


@dataclass(frozen=True)
class Document:
    """One document, and since when the open unit follows it."""

    policy_id: str
    title: str
    title_en: str | None
    issuer: str
    number: str | None
    legal_force: str
    issued_on: dt.date | None
    effective_from: dt.date
    effective_to: dt.date | None
    verification: str | None
    verified_against: str | None
    verified_against_en: str | None
    verified_on: dt.date | None
    adopted_from: dt.date | None
    issuer_en: str | None = None
    short_title: str | None = None
    short_title_en: str | None = None

    @property
    def is_followed(self) -> bool:
        """Whether the open unit follows it."""
        return self.adopted_from is not None

    def is_expired(self, day: dt.date) -> bool:
        """Whether its last day lies before a day."""
        return self.effective_to is not None and self.effective_to < day

    def is_ahead(self, day: dt.date) -> bool:
        """Whether it comes into force only after a day."""
        return self.effective_from > day

    def name(self, lang: Lang) -> str:
        """Its title."""
        return self.title if lang == "zh" else self.title_en or self.title

    def short(self, lang: Lang) -> str:
        """How it is cited where there is little room."""
        return (self.short_title if lang == "zh" else self.short_title_en) or self.name(lang)


@dataclass(frozen=True)
class Requirement:
    """One clause, and the open unit's latest figure by it where there is one."""

    clause_id: str
    policy_id: str
    article: str
    summary_zh: str
    summary_en: str
    indicator_id: str
    kind: str
    strength: str
    threshold_origin: str | None
    comparator: str | None
    target_low: float | None
    target_high: float | None
    unit: str | None
    target_benchmark: str | None
    target_factor: float | None
    norm_zh: str | None
    norm_en: str | None
    binding_level: str
    scope: str
    responsible_body: str | None
    responsible_body_en: str | None
    deadline: dt.date | None
    reading: str | None
    reading_en: str | None
    fact_ids: str | None
    path_from: float | None
    path_from_on: dt.date | None
    baseline_assumed: bool | None
    standing: Standing | None
    document: Document
    is_over: bool = False

    def summary(self, lang: Lang) -> str:
        """What it asks, in our words."""
        return self.summary_zh if lang == "zh" else self.summary_en

    def body(self, lang: Lang) -> str:
        """Who must act."""
        return (self.responsible_body if lang == "zh" else self.responsible_body_en or self.responsible_body) or ""

    def said(self, lang: Lang) -> str:
        """The reading taken where the text is ambiguous."""
        return (self.reading if lang == "zh" else self.reading_en or self.reading) or ""

    @property
    def status(self) -> Status:
        """How it stands, as it may be shown; a unit that is not judged by it at all is none of its business."""
        return STATUSES["not_applicable"] if self.standing is None else unit_status(self.standing, self.is_over)

    @property
    def outcome(self) -> str:
        """How the open unit compares with what it asks, where it does not follow the document."""
        return compared(self.standing)

    @property
    def state(self) -> str:
        """The name it is counted and filtered by: its status, or how it compares."""
        return self.status.name if self.document.is_followed else self.outcome

    def why_unlit(self, day: dt.date) -> str:
        """Name the first reason why it carries no light; empty where it does."""
        found = self.standing
        reasons = (
            ("not_followed", not self.document.is_followed),
            ("not_in_force", self.document.is_ahead(day)),
            ("not_computed", found is None),
            ("expired", self.is_over or self.status.name == "expired"),
            ("not_applicable", found is not None and found.status == "not_applicable"),
            ("observed", self.strength == "observed"),
            ("no_threshold", self.threshold_origin is None or self.comparator is None),
            ("implied", self.threshold_origin == "implied"),
            (self.strength, self.strength != "required" and self.kind != "target"),
            ("level", found is not None and not found.is_lit),
            ("no_data", found is not None and found.value is None),
            ("incomplete", self.status.name == "monitored"),
        )
        return next((name for name, holds in reasons if holds), "")


def unit_status(found: Standing, is_over: bool) -> Status:
    """How a unit that follows a document stands, as it may be shown: nothing lights once the document is over."""
    status = shown(found.status, is_lit=found.is_lit and found.adopted, is_partial=found.is_incomplete)
    return STATUSES["expired"] if is_over and status.colour != "quiet" else status


def compared(found: Standing | None) -> str:
    """How a figure compares with what a document asks that is not followed: a word, never a light."""
    if found is None or found.status == "not_applicable":
        return "not_applicable"
    if found.value is None:
        return "no_data"
    if found.gap is None or not found.is_comparable:
        return "open"
    return "reached" if found.gap <= 0 else "short"


_DOCUMENT = {field.name for field in fields(Document)}
_REQUIREMENT = {field.name for field in fields(Requirement)} - {"standing", "document"}


def documents(frame: pd.DataFrame) -> dict[str, Document]:
    """Make documents of the rows of queries.documents, in their order."""
    return {row["policy_id"]: Document(**_picked(row, _DOCUMENT)) for row in records(frame)}


def requirements(frame: pd.DataFrame, known: dict[str, Document], day: dt.date) -> list[Requirement]:
    """Make requirements of the rows of queries.held, as they stand on a day."""
    return [
        Requirement(
            **_picked(row, _REQUIREMENT),
            standing=standing_of(row) if row["unit_id"] is not None else None,
            document=known[row["policy_id"]],
            is_over=known[row["policy_id"]].is_expired(day),
        )
        for row in records(frame)
    ]


def counted(found: Sequence[Requirement]) -> dict[str, int]:
    """How many stand at each state."""
    states = [one.state for one in found]
    return {state: states.count(state) for state in dict.fromkeys(states)}


def _picked(row: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name in names}
