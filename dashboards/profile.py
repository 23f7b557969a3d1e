"""A unit's profile: what it is, and a table of its indicators by domain, each with clause, gap and change.

Belongs here: drawing it. Does not belong here: which clause speaks first (queries), phrases (standing.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from dashboards import markup, queries
from dashboards.pages import INDICATOR
from dashboards.standing import Meaning, Standing, change_text, coverage_text, gap_text, target_text, value_text
from dashboards.state import Detail, View
from pipelines.product import format as fmt

DOMAINS = (
    "workforce",
    "party",
    "visits",
    "services",
    "deliberation",
    "organisation",
    "premises",
    "burden",
    "data",
    "funding",
    "network",
    "cooperation",
    "projects",
)


def heading(view: View, found: Sequence[Standing]) -> str:
    """Name, kind, place, and how many of its clauses stand how."""
    tr, lang = view.tr, view.lang
    known = queries.units(view.jurisdiction.jurisdiction_id).set_index("unit_id")
    unit = known.loc[view.unit.unit_id]
    below = int((known["parent_id"] == view.unit.unit_id).sum())
    documents = sorted({one.policy(lang) for one in found if one.adopted})
    pairs = [
        (tr("unit.kind"), tr(f"unit_type.{unit['unit_type']}")),
        (
            tr("unit.urban_rural"),
            tr(f"urban_rural.{unit['urban_rural']}") if unit["urban_rural"] else fmt.MISSING[lang],
        ),
        (tr("unit.code"), str(unit["code"])),
        (tr("unit.below"), str(below)),
        (tr("unit.documents"), tr("unit.list_join").join(documents) or tr("unit.no_documents")),
    ]
    over = tr("conclusion.over", unit=view.unit.full_name, period=view.period.name(lang))
    facts = markup.facts((term, escape(text)) for term, text in pairs)
    name = escape(view.unit_name())
    return f'<section class="panel profile"><p class="over">{escape(over)}</p><h1>{name}</h1>{facts}</section>'


def tables(view: View, found: Sequence[Standing], known: Mapping[str, Meaning]) -> str:
    """A table a domain: what the unit's own documents ask and the headline indicators, the rest folded below.

    Indicators without any figure are left out.
    """
    tr = view.tr
    drawn = []
    for domain in DOMAINS:
        listed = [one for one in found if one.value is not None and known[one.indicator_id].domain == domain]
        first = [one for one in listed if one.adopted or known[one.indicator_id].headline]
        rest = [one for one in listed if one not in first]
        title = tr(f"domain.{domain}")
        body = _table(view, first, known, title)
        if rest:
            summary = escape(tr("unit.others", count=len(rest)))
            body += f"<details><summary>{summary}</summary>{_table(view, rest, known, title)}</details>"
        if body:
            drawn.append(markup.panel(title, body))
    return "".join(drawn) or f'<p class="note">{escape(tr("unit.nothing"))}</p>'


def _table(view: View, listed: Sequence[Standing], known: Mapping[str, Meaning], title: str) -> str:
    if not listed:
        return ""
    names = ("indicator", "value", "target", "status", "gap", "change", "as_of")
    heads = [view.tr(f"unit.head_{name}") for name in names]
    rows = [_row(view, one, known[one.indicator_id]) for one in listed]
    return markup.table(heads, rows, title, numeric=(1,), kind="profile")


def _row(view: View, one: Standing, meaning: Meaning) -> list[str]:
    tr, lang = view.tr, view.lang
    opened = Detail(one.indicator_id, view.unit.code, one.label)
    page = view.link(INDICATOR, indicator=one.indicator_id, period=one.label)
    share = f" <small>{fmt.out_of(one.numerator, one.denominator, lang)}</small>" if one.denominator is not None else ""
    value = markup.link(view.link(detail=str(opened)), f"{escape(value_text(one, meaning, lang))}{share}", "cell")
    mark = markup.tag(tr("tag.benchmark"), tr("tag.benchmark_hint", policy=one.policy(lang)), "bench")
    if one.adopted or not one.clause_id:
        mark = markup.pill(one.shown_status(), lang)
    texts = (
        gap_text(one, tr, lang),
        change_text(one, meaning, tr, lang),
        f"{one.period(lang)} · {coverage_text(one, tr)}",
    )
    return [
        markup.link(page, escape(meaning.name(lang)), "page name"),
        value,
        escape(target_text(one, meaning, lang)),
        mark,
        *(escape(text) for text in texts),
    ]
