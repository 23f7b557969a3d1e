"""One figure with the clause held against it, and the words for its target, gap, change and coverage.

Belongs here: turning a row of queries.standings into phrases, by the shared formatter and the locales.
Does not belong here: markup, choosing what is shown (cards.py), SQL.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd

from dashboards import queries
from dashboards.i18n import Translate
from dashboards.reading import lasting
from pipelines.product import format as fmt
from pipelines.product.status import Lang, Status, shown

NO_BREAK = "\u00a0"


class Meaning(NamedTuple):
    """What a reader must know of an indicator to read its figures."""

    indicator_id: str
    name_zh: str
    name_en: str
    domain: str
    unit_of_measure: str
    precision: int
    direction: str
    headline: bool

    def name(self, lang: Lang) -> str:
        """The indicator's name in the reader's language."""
        return self.name_zh if lang == "zh" else self.name_en


class Standing(NamedTuple):
    """A figure of one indicator, unit and period, and how it stands."""

    indicator_id: str
    unit_id: str
    period_type: str
    period_start: dt.date
    period_end: dt.date
    label: str
    label_zh: str
    label_en: str
    numerator: float | None
    denominator: float | None
    value: float | None
    coverage: float | None
    na_reason: str | None
    is_partial: bool
    basis: str
    clause_id: str | None
    status: str | None
    is_lit: bool
    adopted: bool
    target: float | None
    target_high: float | None
    comparator: str | None
    gap: float | None
    structural_gap: float | None
    gap_unit: str | None
    path_target: float | None
    path_gap: float | None
    deadline: dt.date | None
    policy_title: str | None
    policy_title_en: str | None
    article: str | None
    responsible_body: str | None
    responsible_body_en: str | None
    last_year: float | None = None
    unit_name: str | None = None
    unit_code: str | None = None
    policy_short_title: str | None = None
    policy_short_title_en: str | None = None

    @property
    def is_incomplete(self) -> bool:
        """Whether the period still runs or something that was due has not come."""
        return self.is_partial or (self.coverage is not None and self.coverage < 1)

    @property
    def is_comparable(self) -> bool:
        """Whether the target says anything here: a street's number of points is no target for one community."""
        return self.target is not None and (self.is_lit or self.denominator is not None)

    def shown_status(self) -> Status:
        """The status as it may be shown; incomplete figures are never green."""
        status = "no_data" if self.value is None else self.status or "monitored"
        return shown(status, is_lit=self.is_lit, is_partial=self.is_incomplete)

    def policy(self, lang: Lang) -> str:
        """The document's title."""
        return (self.policy_title if lang == "zh" else self.policy_title_en or self.policy_title) or ""

    def cited(self, lang: Lang) -> str:
        """How the document is cited where there is little room."""
        return (self.policy_short_title if lang == "zh" else self.policy_short_title_en) or self.policy(lang)

    def body(self, lang: Lang) -> str:
        """Who must act."""
        return (self.responsible_body if lang == "zh" else self.responsible_body_en or self.responsible_body) or ""

    def period(self, lang: Lang) -> str:
        """The period's name."""
        return self.label_zh if lang == "zh" else self.label_en


_FIELDS = frozenset(Standing._fields)


def from_frame(frame: pd.DataFrame) -> list[Standing]:
    """Make standings of a query's rows; what else they hold is passed over."""
    return [standing_of(row) for row in records(frame)]


def standing_of(row: dict[str, Any]) -> Standing:
    """Make a standing of one row; what else it holds is passed over."""
    return Standing(**{key: value for key, value in row.items() if key in _FIELDS})


@lasting(200)
def standings(unit_id: str, until: dt.date, period_type: str) -> tuple[Standing, ...]:
    """Make standings of queries.standings."""
    return tuple(from_frame(queries.standings(unit_id, until, period_type)))


@lasting(200)
def compared(unit_ids: tuple[str, ...], cells: tuple[tuple[str, str, dt.date], ...]) -> tuple[Standing, ...]:
    """Make standings of queries.compared."""
    return tuple(from_frame(queries.compared(list(unit_ids), list(cells))))


@lasting(60)
def beside(indicator_id: str, period_type: str, period_start: dt.date) -> Mapping[str, Standing]:
    """Make standings of queries.beside, by unit."""
    found = from_frame(queries.beside(indicator_id, period_type, period_start))
    return MappingProxyType({standing.unit_id: standing for standing in found})


@lasting(1)
def meanings() -> Mapping[str, Meaning]:
    """Make meanings of queries.indicators, by id, in its order."""
    found = (Meaning(*[row[name] for name in Meaning._fields]) for row in records(queries.indicators()))
    return MappingProxyType({meaning.indicator_id: meaning for meaning in found})


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows by column."""
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in frame.to_numpy().tolist()]


def value_text(standing: Standing, meaning: Meaning, lang: Lang) -> str:
    """The figure, or that there is none."""
    missed = standing.target if standing.gap is not None and standing.gap > 0 else None
    return fmt.figure_apart(standing.value, missed, meaning.unit_of_measure, lang, meaning.precision)


def share_text(standing: Standing, lang: Lang) -> str:
    """How many of how many, where the figure has a denominator."""
    return fmt.out_of(standing.numerator, standing.denominator, lang) if standing.denominator is not None else ""


def target_text(standing: Standing, meaning: Meaning, lang: Lang) -> str:
    """The target with its comparator; empty where the clause names no threshold, or none for units like this."""
    if standing.target is None or not standing.is_comparable:
        return ""
    low = fmt.exact(standing.target, meaning.unit_of_measure, lang)
    if standing.comparator == "between" and standing.target_high is not None:
        return f"{low} – {fmt.exact(standing.target_high, meaning.unit_of_measure, lang)}"
    return f"{fmt.COMPARATORS.get(standing.comparator or '', '')} {low}".strip().replace(" ", NO_BREAK)


def gap_text(standing: Standing, tr: Translate, lang: Lang) -> str:
    """How far from the target in natural units, and from the path where there is one."""
    if standing.value is None or standing.gap is None or standing.gap_unit is None or not standing.is_comparable:
        return ""
    if standing.gap <= 0:
        return tr("gap.none")
    text = tr("gap.short", gap=fmt.gap(standing.gap, standing.gap_unit, lang))
    if standing.status == "behind" and standing.path_gap is not None and standing.path_gap > 0:
        return tr("gap.behind", gap=text, path=fmt.gap(standing.path_gap, standing.gap_unit, lang))
    return text


def direction_of(standing: Standing, meaning: Meaning) -> str:
    """Whether the figure is better or worse than in the same period last year; empty where neither can be said."""
    if standing.value is None or standing.last_year is None or meaning.direction not in ("up", "down"):
        return ""
    if not fmt.tells(standing.value - standing.last_year, meaning.unit_of_measure):
        return ""
    return "better" if (standing.value > standing.last_year) == (meaning.direction == "up") else "worse"


def change_text(standing: Standing, meaning: Meaning, tr: Translate, lang: Lang) -> str:
    """The change on the same period last year, with what it means by the indicator's direction."""
    if standing.value is None or standing.last_year is None:
        return tr("change.unknown")
    change = standing.value - standing.last_year
    size = fmt.difference(change, meaning.unit_of_measure, lang)
    if not fmt.tells(change, meaning.unit_of_measure):
        return tr("change.same")
    direction = direction_of(standing, meaning) or "neutral"
    return tr(f"change.{direction}", arrow="↑" if change > 0 else "↓", size=size)


def coverage_text(standing: Standing, tr: Translate) -> str:
    """How much of what was due has arrived."""
    if standing.coverage is None:
        return tr("coverage.none_due")
    return tr(
        "coverage.partial" if standing.is_incomplete else "coverage.share",
        share=fmt.percent(standing.coverage * 100, 0),
    )
