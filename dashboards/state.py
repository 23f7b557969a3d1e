"""What a page shows, read from its address: language, unit, period, indicator, opened detail. One address, one state.

Belongs here: reading and writing the query string. Does not belong here: widgets (shell.py), markup.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urlencode

import streamlit as st

from dashboards import i18n, queries, reading
from dashboards.i18n import Translate
from dashboards.pages import Page
from dashboards.queries import Jurisdiction
from pipelines.errors import LinliError
from pipelines.product.resolve import Period, Unit
from pipelines.product.status import Lang

# The kinds of period a reader picks from; a link may name a week too.
PERIOD_TYPES = ("year", "half_year", "quarter", "month")


@dataclass(frozen=True)
class Detail:
    """A value whose clause and rows are opened over the page."""

    indicator_id: str
    unit: str
    period: str

    def __str__(self) -> str:
        """As it stands in an address."""
        return f"{self.indicator_id}~{self.unit}~{self.period}"


@dataclass(frozen=True)
class View:
    """Everything the address says, looked up."""

    lang: Lang
    tr: Translate
    page: Page
    jurisdiction: Jurisdiction
    unit: Unit
    period: Period
    indicator_id: str | None
    detail: Detail | None
    own: Mapping[str, str]

    @property
    def until(self) -> dt.date:
        """The day up to which figures are shown."""
        return min(self.period.end, self.jurisdiction.as_of)

    def unit_name(self, unit_id: str | None = None, name: str | None = None) -> str:
        """A unit's name, the open one's unless told otherwise; only the root of a tree has one in English."""
        if (unit_id or self.unit.unit_id) == self.jurisdiction.jurisdiction_id and self.lang == "en":
            return self.jurisdiction.name_en
        return name or self.unit.name

    def trail(self, unit: Unit | None = None) -> str:
        """A unit with those above it; in English the names stay as they are, what each is is said."""
        unit = unit or self.unit
        if self.lang == "zh" or unit.jurisdiction_id != self.jurisdiction.jurisdiction_id:
            return unit.full_name
        units = queries.units(unit.jurisdiction_id)
        known = {one["unit_id"]: one for one in units.to_dict("records")}
        names, place = [], unit.unit_id
        while place in known and place != self.jurisdiction.jurisdiction_id:
            names.append(f"{known[place]['name']} ({self.tr('unit_type.' + known[place]['unit_type'])})")
            place = known[place]["parent_id"]
        return ", ".join([*names, self.jurisdiction.name_en])

    def link(self, page: Page | None = None, **changes: str | None) -> str:
        """Return the address of this view with some of it changed; None takes a part away.

        What only this page has is left behind on the way to another.
        """
        now = self._everywhere if page not in (None, self.page) else self._here
        parts = "&".join(_parameter(*pair) for pair in (now | changes).items() if pair[1] is not None)
        return f"./{(page or self.page).address}?{parts}"

    @cached_property
    def _everywhere(self) -> dict[str, str | None]:
        return {
            "unit": self.unit.code,
            "period": self.period.label,
            "indicator": self.indicator_id,
            "lang": None if self.lang == i18n.DEFAULT else self.lang,
        }

    @cached_property
    def _here(self) -> dict[str, str | None]:
        return {**self._everywhere, **self.own}


# A page holds hundreds of links that differ in one parameter.
@lru_cache(maxsize=20_000)
def _parameter(name: str, value: str) -> str:
    return urlencode({name: value}, safe="~")


def told(code: str, **values: str) -> LinliError:
    """Word a page's own failure in both languages, from the locales."""
    zh, en = (i18n.translator(lang)(f"failure.{code}", **values) for lang in ("zh", "en"))
    return LinliError(zh, en, code=code)


def language() -> Lang:
    """The language of the address, Chinese where it names none."""
    return "en" if st.query_params.get("lang") == "en" else i18n.DEFAULT


def read_view(page: Page) -> View:
    """Look up what the address says; what it leaves out is the home unit and its last complete period."""
    lang = language()
    trees = queries.jurisdictions()
    if not trees:
        raise told("empty_file")
    unit = reading.find_unit(st.query_params.get("unit") or trees[0].jurisdiction_id)
    jurisdiction = next(tree for tree in trees if tree.jurisdiction_id == unit.jurisdiction_id)
    label = st.query_params.get("period")
    indicator = st.query_params.get("indicator")
    return View(
        lang=lang,
        tr=i18n.translator(lang),
        page=page,
        jurisdiction=jurisdiction,
        unit=unit,
        period=reading.find_period(label or last_complete(jurisdiction.jurisdiction_id)),
        indicator_id=reading.find_indicator(indicator) if indicator else None,
        detail=_read_detail(st.query_params.get("detail")),
        own={name: st.query_params[name] for name in page.own if name in st.query_params},
    )


def last_complete(jurisdiction_id: str, period_type: str = "quarter") -> str:
    """Label of the last period of a kind that a tree has behind it."""
    known = queries.periods(jurisdiction_id)
    columns = (known[name] for name in ("is_complete", "period_type", "label"))
    complete = [(kind, label) for is_complete, kind, label in zip(*columns, strict=True) if is_complete]
    found = [label for kind, label in complete if kind == period_type] or [label for _, label in complete]
    if not found:
        raise told("no_period")
    return str(found[0])


def _read_detail(text: str | None) -> Detail | None:
    parts = (text or "").split("~")
    return Detail(*parts) if len(parts) == 3 and all(parts) else None
