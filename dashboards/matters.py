"""What needs attention: the one conclusion sentence, and the list of matters with unit and responsible body.

Belongs here: wording what falls short from data and locales. Does not belong here: how bad is told (queries.matters).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from dashboards import markup
from dashboards.pages import CLAUSES, WORKLIST
from dashboards.standing import Meaning, Standing, gap_text, target_text, value_text
from dashboards.state import Detail, View
from pipelines.product import format as fmt
from pipelines.product.status import STATUSES

ORDER = ("missed", "behind", "on_track", "met", "monitored", "no_data")


def conclusion(view: View, short: Sequence[Standing], counts: Mapping[str, int], known: Mapping[str, Meaning]) -> str:
    """One sentence: the worst clause that binds, its unit, by how much, and who must act."""
    tr, lang = view.tr, view.lang
    where = {"unit": view.unit_name(), "day": fmt.day(view.until, lang)}
    lit = sum(counts.get(name, 0) for name in ORDER)
    undecided = counts.get("no_data", 0) + counts.get("monitored", 0)
    if short:
        text = _worst(view, short[0], known[short[0].indicator_id])
    elif undecided:
        text = escape(tr("conclusion.undecided", **where, count=undecided))
    elif lit:
        text = escape(tr("conclusion.fine", **where, count=lit))
    else:
        text = escape(tr("conclusion.unlit", **where))
    hint = escape(tr("conclusion.light_hint"))
    pills = "".join(
        f'<li title="{hint}">{markup.pill(STATUSES[name], lang)}<b>{counts[name]}</b></li>'
        for name in ORDER
        if counts.get(name)
    )
    lights = f'<ul class="lights" aria-label="{escape(tr("conclusion.lights"))}">{pills}</ul>' if pills else ""
    over = tr("conclusion.over", unit=view.unit_name(), period=view.period.name(lang))
    top = f'<div class="top"><p class="over">{escape(over)}</p>{lights}</div>'
    return f'<section class="conclusion">{top}<h1>{text}</h1></section>'


def _cited(view: View, found: Standing) -> str:
    """The same where room is short: the title gives way, the article stays."""
    title = view.tr("clause.source", policy=found.cited(view.lang), article="")
    return f'<span class="cite"><i>{escape(title)}</i>{escape(found.article or "")}</span>'


def _worst(view: View, worst: Standing, meaning: Meaning) -> str:
    """The sentence on the worst shortfall, its clause a link."""
    tr, lang = view.tr, view.lang
    said = {
        "unit": view.unit_name(worst.unit_id, worst.unit_name),
        "indicator": meaning.name(lang),
        "value": value_text(worst, meaning, lang),
        "target": target_text(worst, meaning, lang),
        "gap": fmt.gap(worst.gap, worst.gap_unit or "", lang),
        "body": worst.body(lang) or tr("matter.no_body"),
    }
    clause = view.link(CLAUSES, clause=worst.clause_id, unit=worst.unit_code)
    linked = markup.link(clause, escape(_source(view, worst)), "page name", tr("matter.clause"))
    return tr("conclusion.worst", **{name: escape(word) for name, word in said.items()}, source=linked)


def _source(view: View, found: Standing) -> str:
    """Cite the clause: document and article."""
    return view.tr("clause.source", policy=found.cited(view.lang), article=found.article or "")


def panel(view: View, short: Sequence[Standing], known: Mapping[str, Meaning], in_all: int) -> str:
    """Up to five matters, the worst first, each opening its clause and rows; a way to all of them."""
    tr, lang = view.tr, view.lang
    items = []
    for matter in short:
        meaning = known[matter.indicator_id]
        who = view.unit_name(matter.unit_id, matter.unit_name)
        body = tr("matter.body", body=matter.body(lang) or tr("matter.no_body"))
        figures = tr(
            "matter.figures", value=value_text(matter, meaning, lang), target=target_text(matter, meaning, lang)
        )
        inner = (
            f'<div class="who"><b>{escape(who)}</b>{_cited(view, matter)}'
            f"{markup.pill(matter.shown_status(), lang)}</div>"
            f'<p class="what">{escape(meaning.name(lang))} <span>{escape(figures)}</span></p>'
            f'<p class="act"><b class="gap">{escape(gap_text(matter, tr, lang))}</b><span>{escape(body)}</span></p>'
        )
        opened = Detail(matter.indicator_id, matter.unit_code or "", matter.label)
        items.append(f"<li>{markup.link(view.link(detail=str(opened)), inner, 'matter', tr('card.open'))}</li>")
    title = tr("matter.title", count=len(short)) if short else tr("matter.title_none")
    listed = "".join(items) or f'<li class="none">{escape(tr("matter.none"))}</li>'
    every = ""
    if in_all:
        every = markup.link(view.link(WORKLIST), escape(tr("matter.all", count=in_all)), "page all")
    return f'<section class="matters"><h2>{escape(title)}{every}</h2><ol>{listed}</ol></section>'
