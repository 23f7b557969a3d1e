"""A clause as a reader needs it: what it asks, of whom, who must act, how it was read, how it stands.

Belongs here: drawing judgements. Does not belong here: judging.
"""

from __future__ import annotations

from html import escape

from dashboards import markup
from dashboards.pages import CLAUSES
from dashboards.state import View
from pipelines.product import format as fmt
from pipelines.product.explain import Explanation
from pipelines.product.judged import Judgement
from pipelines.product.status import shown


def blocks(view: View, story: Explanation, *, incomplete: bool) -> str:
    """Draw the clauses that bind first, of them those with a target; those the unit has not adopted fold away."""
    judged = sorted(story.judgements, key=lambda clause: clause.target is None)
    own = [clause for clause in judged if clause.adopted]
    others = [clause for clause in judged if not clause.adopted]
    drawn = "".join(_block(view, story, clause, incomplete) for clause in own)
    folded = "".join(_block(view, story, clause, incomplete) for clause in others)
    if not judged:
        return f'<p class="note">{escape(view.tr("clause.none"))}</p>'
    if not own:
        return f'<p class="note">{escape(view.tr("clause.not_adopted"))}</p>{folded}'
    if folded:
        summary = escape(view.tr("clause.others", count=len(others)))
        drawn += f"<details><summary>{summary}</summary>{folded}</details>"
    return drawn


def _block(view: View, story: Explanation, clause: Judgement, incomplete: bool) -> str:
    tr, lang = view.tr, view.lang
    status = shown(clause.status, is_lit=clause.is_lit and clause.adopted, is_partial=incomplete)
    mark = markup.pill(status, lang) if clause.adopted else markup.tag(tr("tag.benchmark"), "", "bench")
    title = clause.policy_title if lang == "zh" else clause.policy_title_en or clause.policy_title
    source = tr("clause.source", policy=title, article=clause.article or "")
    summary = clause.summary_zh if lang == "zh" else clause.summary_en
    pairs = particulars(view, clause, story.indicator.unit)
    pairs += [(tr("clause.clash"), clash.told(lang)) for clash in story.clashes.get(clause.clause_id, ())]
    listed = markup.facts((term, escape(text)) for term, text in pairs)
    page = markup.link(view.link(CLAUSES, unit=story.unit.code, clause=clause.clause_id), escape(source), "page name")
    return f'<article class="clause"><header>{page}{mark}</header><p>{escape(summary)}</p>{listed}</article>'


def particulars(view: View, clause: Judgement, unit: str) -> list[tuple[str, str]]:
    """Who must act, what is asked by when, how far it is, what it takes from here, how the text was read."""
    tr, lang = view.tr, view.lang
    body = clause.responsible_body if lang == "zh" else clause.responsible_body_en or clause.responsible_body
    reading = clause.reading if lang == "zh" else clause.reading_en or clause.reading
    pairs = [(tr("clause.body"), body or tr("matter.no_body"))]
    if clause.target is not None:
        target = fmt.exact(clause.target, unit, lang)
        pairs.append((tr("clause.target"), f"{fmt.COMPARATORS.get(clause.comparator or '', '')} {target}".strip()))
    if clause.norm:
        pairs.append((tr("clause.norm"), clause.norm.arithmetic(clause.target, clause.unit or "", lang)))
    if clause.deadline:
        pairs.append((tr("clause.deadline"), fmt.day(clause.deadline, lang)))
    if clause.gap is not None and clause.gap_unit:
        gap = tr("gap.none") if clause.gap <= 0 else fmt.gap(clause.gap, clause.gap_unit, lang)
        pairs.append((tr("clause.gap"), gap))
    # Of a unit with none below it, and where no unit has too much, the sum says no more than the gap.
    if clause.structural_gap and clause.gap_unit and clause.structural_gap > max(clause.gap or 0, 0):
        pairs.append((tr("clause.structural_gap"), fmt.gap(clause.structural_gap, clause.gap_unit, lang)))
    pairs += _ahead(view, clause)
    if reading:
        pairs.append((tr("clause.reading"), reading))
    return pairs


def _ahead(view: View, clause: Judgement) -> list[tuple[str, str]]:
    """What it takes from here: the pace to the deadline, the day at the present pace, whom to train or to hire."""
    tr, lang = view.tr, view.lang
    pairs: list[tuple[str, str]] = []
    if not clause.gap or not clause.gap_unit:
        return pairs
    if clause.to_train:
        train = fmt.gap(clause.to_train, clause.gap_unit, lang)
        text = tr("clause.train_text", train=train)
        if clause.to_hire is not None:
            text = tr("clause.hire_text", train=train, hire=fmt.gap(clause.to_hire, clause.gap_unit, lang))
        pairs.append((tr("clause.train"), text))
    if clause.required_pace:
        pace = f"{fmt.rounded(clause.required_pace, 1)} {fmt.unit_word(clause.gap_unit, lang)}"
        if clause.gap_unit == fmt.MONEY:
            pace = fmt.money(clause.required_pace, lang)
        pairs.append((tr("clause.pace"), tr("clause.pace_text", pace=pace)))
    if clause.required_pace and clause.projected_on:
        days = {
            "day": fmt.day(clause.projected_on, lang),
            "early": fmt.day(clause.projected_low_on, lang),
            "late": fmt.day(clause.projected_high_on, lang),
        }
        key = "clause.projected_text" if clause.projected_high_on else "clause.projected_open"
        pairs.append((tr("clause.projected"), tr(key, **days)))
    return pairs
