"""One clause in full: what it asks and how it was read, its way to the deadline, the units below, the facts behind it.

Belongs here: putting those parts together. Does not belong here: conflicts (conflicts.py), the trend (sections.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from dashboards import clauses, markup, queries, reading
from dashboards.documents import facts, marks
from dashboards.documents.records import Requirement
from dashboards.pages import CLAUSES, INDICATOR
from dashboards.standing import Meaning, from_frame, gap_text, target_text
from dashboards.state import View
from pipelines.product import format as fmt
from pipelines.product.judged import Judgement


def judgements(view: View, one: Requirement) -> tuple[Judgement, ...]:
    """Every clause the open unit's figure is held against; none where it has no figure by this one."""
    return reading.judged(one.indicator_id, view.unit.unit_id, one.standing.label) if one.standing else ()


def heading(view: View, one: Requirement, meaning: Meaning, judged: Sequence[Judgement]) -> str:
    """What the clause asks beside how the open unit and those below stand by it."""
    tr, lang = view.tr, view.lang
    document = markup.link(
        view.link(CLAUSES, policy=one.policy_id, clause=None),
        escape(tr("clause.source", policy=one.document.name(lang), article=one.article)),
        "page name",
    )
    pairs = [(term, escape(text)) for term, text in _asked(view, one, meaning)]
    mine = next((clause for clause in judged if clause.clause_id == one.clause_id), None)
    if mine is not None:
        told = clauses.particulars(view, mine, meaning.unit_of_measure)
        silent = {tr("clause.target")} if one.outcome != "open" else {tr("clause.target"), tr("clause.gap")}
        pairs += [(term, escape(text)) for term, text in told if term not in silent]
    else:
        pairs += [(term, escape(text)) for term, text in _unjudged(view, one)]
    return (
        f'<div class="pair"><section class="panel"><p class="over">{document}</p><h1>{escape(one.summary(lang))}</h1>'
        f"{_stands(view, one, meaning)}{markup.facts(pairs)}</section>"
        f'<div class="stack">{units(view, one, meaning)}</div></div>'
    )


def _stands(view: View, one: Requirement, meaning: Meaning) -> str:
    """The open unit's figure, which opens its rows, and its state with the reason why no light."""
    tr, lang = view.tr, view.lang
    reason = one.why_unlit(view.until)
    why = tr(f"why.{reason}", level=tr(f"unit_type.{one.binding_level}").lower()) if reason else ""
    note = f'<p class="note">{escape(why)}</p>' if why else ""
    mark = marks.state_mark(view, one)
    if one.standing is None:
        return f'<p class="value"><span class="none">{escape(tr("held.not_computed"))}</span>{mark}</p>{note}'
    where = tr("conclusion.over", unit=view.unit_name(), period=one.standing.period(lang))
    value = marks.figure(view, one.standing, meaning, view.unit.code)
    gap = escape(gap_text(one.standing, tr, lang))
    return (
        f'<p class="over">{escape(where)} · {escape(meaning.name(lang))}</p>'
        f'<p class="value open">{value}{mark} <b class="gap">{gap}</b></p>{note}'
    )


def _asked(view: View, one: Requirement, meaning: Meaning) -> list[tuple[str, str]]:
    """What the document itself says of the clause."""
    tr, lang = view.tr, view.lang
    source = tr(f"origin_hint.{one.threshold_origin}") if one.threshold_origin else ""
    asked = tr("held.bracketed", text=marks.threshold(view, one, meaning), more=source) if source else ""
    nature = (tr(f"strength.{one.strength}"), tr(f"kind.{one.kind}"))
    binds = [tr("held.binds", level=tr(f"unit_type.{one.binding_level}").lower())]
    if one.scope != "all":
        binds.append(tr(f"urban_rural.{one.scope}"))
    pairs = [
        (tr("held.asked"), asked or marks.threshold(view, one, meaning)),
        (tr("held.nature"), tr("doc.join").join((*nature, *binds))),
    ]
    if one.deadline and one.path_from is not None:
        key = "held.assumed" if one.baseline_assumed else "held.printed_baseline"
        start = fmt.figure(one.path_from, meaning.unit_of_measure, lang, meaning.precision)
        day = fmt.day(one.path_from_on, lang) if one.path_from_on else tr("doc.issued_unknown")
        pairs.append((tr("held.baseline"), tr(key, start=start, day=day)))
    return pairs


def _unjudged(view: View, one: Requirement) -> list[tuple[str, str]]:
    """What remains to be said where the open unit has no figure by the clause."""
    tr, lang = view.tr, view.lang
    pairs = [(tr("clause.body"), one.body(lang) or tr("matter.no_body"))]
    if one.deadline:
        pairs.append((tr("clause.deadline"), fmt.day(one.deadline, lang)))
    if one.said(lang):
        pairs.append((tr("clause.reading"), one.said(lang)))
    return pairs


def units(view: View, one: Requirement, meaning: Meaning) -> str:
    """The units below by status, those furthest from it first, each with its gap."""
    tr, lang = view.tr, view.lang
    found = from_frame(queries.spread(one.clause_id, view.unit.unit_id, view.until))
    page = markup.link(view.link(INDICATOR, indicator=one.indicator_id), escape(tr("detail.more")), "button page")
    if not found:
        return markup.panel(tr("spread.title_none"), f'<p class="note">{escape(tr("spread.none"))}</p>{page}')
    states = {unit.unit_id: marks.unit_state(unit, is_over=one.is_over) for unit in found}
    found.sort(key=lambda unit: (marks.ORDER.index(states[unit.unit_id]), -(unit.gap or 0), unit.unit_code or ""))
    counts = Counter(states.values())
    heads = [tr(f"spread.head_{name}") for name in ("unit", "status", "value", "target", "gap")]
    rows = [
        [
            marks.clause_link(view, one.clause_id, unit.unit_name or "", unit.unit_code),
            marks.mark(view, states[unit.unit_id]),
            marks.figure(view, unit, meaning, unit.unit_code or ""),
            escape(target_text(unit, meaning, lang)),
            escape(gap_text(unit, tr, lang)),
        ]
        for unit in found
    ]
    title = tr("spread.title", count=len(found))
    drawn = marks.tally(view, counts, "") + markup.table(heads, rows, title, kind="tall")
    return markup.panel(title, drawn + page, tr("spread.note"))


def statements(view: View, one: Requirement) -> str:
    """The statements of the document that the clause stands for, and what became of each."""
    tr = view.tr
    wanted = (one.fact_ids or "").split(",")
    told = [fact for document in facts.chosen(one.policy_id) for fact in document.facts if fact.fact_id in wanted]
    if not told:
        return ""
    heads = [tr(f"fact.head_{name}") for name in ("id", "article", "kind", "disposition")]
    title = tr("fact.of_clause", count=len(told))
    return markup.panel(title, markup.table(heads, [facts.told(view, fact) for fact in told], title))
