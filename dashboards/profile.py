"""A unit's profile: what it is, and a table of its indicators by domain, each with clause, gap and change.

Belongs here: drawing it. Does not belong here: which clause speaks first (queries), phrases (standing.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from dashboards import markup, matters, queries
from dashboards.documents.records import documents
from dashboards.pages import CLAUSES, INDICATOR
from dashboards.standing import (
    Meaning,
    Standing,
    change_text,
    coverage_text,
    direction_of,
    gap_text,
    meanings,
    target_text,
    value_text,
)
from dashboards.state import Detail, View
from pipelines.product import format as fmt
from pipelines.product.status import STATUSES

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
    """One sentence: how the clauses that bind the unit stand and what moved on last year; below it what the unit is."""
    tr, lang = view.tr, view.lang
    known = queries.units(view.jurisdiction.jurisdiction_id).set_index("unit_id")
    unit = known.loc[view.unit.unit_id]
    followed = [one for one in documents(queries.documents(view.unit.unit_id)).values() if one.is_followed]
    linked = [
        markup.link(view.link(CLAUSES, policy=one.policy_id), escape(one.name(lang)), "page name") for one in followed
    ]
    pairs = [
        (tr("unit.kind"), escape(tr(f"unit_type.{unit['unit_type']}"))),
        (tr("unit.code"), escape(str(unit["code"]))),
        (tr("unit.documents"), tr("unit.list_join").join(linked) or escape(tr("unit.no_documents"))),
    ]
    if unit["urban_rural"]:
        pairs.insert(1, (tr("unit.urban_rural"), escape(tr(f"urban_rural.{unit['urban_rural']}"))))
    if below := int((known["parent_id"] == view.unit.unit_id).sum()):
        pairs.insert(2, (tr("unit.below"), str(below)))
    over = tr("conclusion.over", unit=view.trail(), period=view.period.name(lang))
    facts = markup.facts(pairs)
    folded = f"<details><summary>{escape(tr('unit.facts'))}</summary>{facts}</details>"
    counts = Counter(one.shown_status().name for one in found if one.is_lit)
    pills = "".join(
        f"<li>{markup.pill(STATUSES[name], lang)}<b>{counts[name]}</b></li>" for name in matters.ORDER if counts[name]
    )
    lights = f'<ul class="lights" aria-label="{escape(tr("unit.lights"))}">{pills}</ul>' if pills else ""
    return (
        f'<section class="conclusion profile"><div class="top"><p class="over">{escape(over)}</p>{lights}</div>'
        f"<h1>{escape(_sentence(view, found, counts))}</h1>{folded}</section>"
    )


def _sentence(view: View, found: Sequence[Standing], counts: Counter[str]) -> str:
    """How many binding clauses fall short, and how many figures are better or worse than a year ago."""
    tr = view.tr
    known = meanings()
    moved = Counter(direction_of(one, known[one.indicator_id]) for one in found)
    year = tr("unit.moved", better=moved["better"], worse=moved["worse"]) if moved["better"] + moved["worse"] else ""
    told = {"unit": view.unit_name(), "count": sum(counts.values()), "year": year}
    told |= {"missed": counts["missed"], "behind": counts["behind"]}
    if not told["count"]:
        return tr("unit.unlit", **told)
    return tr("unit.short" if counts["missed"] + counts["behind"] else "unit.fine", **told)


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
        failing = sum(one.is_lit and one.shown_status().name in ("missed", "behind") for one in first)
        heading = tr("unit.domain", domain=title, count=len(first), failing=failing) if failing else title
        body = _table(view, first, known, title)
        if rest:
            summary = escape(tr("unit.others", count=len(rest)))
            body += f"<details><summary>{summary}</summary>{_table(view, rest, known, title)}</details>"
        if body:
            drawn.append(markup.panel(heading, body))
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
