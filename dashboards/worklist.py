"""The worklist: what it amounts to, and the gaps clause by clause, what matters first; each opens its clause and rows.

Belongs here: wording and drawing the list. Does not belong here: which gaps there are and their order
(pipelines/product/worklist.py), the form of a follow-up (follow_up_form.py).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby

from dashboards import markup
from dashboards.pages import CLAUSES
from dashboards.standing import NO_BREAK
from dashboards.state import Detail, View
from pipelines.product import format as fmt
from pipelines.product.follow_up import FollowUp
from pipelines.product.status import FOLLOW_UPS, STATUSES
from pipelines.product.worklist import Gap

SHOWN = 3
MOST = 60
SOON_DAYS = 30
Waiting = Mapping[tuple[str, str], FollowUp]


def body(gap: Gap, view: View) -> str:
    """Who must act."""
    named = gap.responsible_body if view.lang == "zh" else gap.responsible_body_en or gap.responsible_body
    return named or view.tr("matter.no_body")


def policy(gap: Gap, view: View) -> str:
    """The document, as it is cited where there is little room."""
    return gap.policy_short if view.lang == "zh" else gap.policy_short_en or gap.policy_short


def chosen(gaps: Sequence[Gap], view: View) -> list[Gap]:
    """The gaps that the address asks for; a value that no gap has asks for none."""
    return [
        gap
        for gap in gaps
        if view.own.get("state", gap.state) == gap.state
        and view.own.get("policy", gap.policy_id) == gap.policy_id
        and view.own.get("body", gap.responsible_body or "") == (gap.responsible_body or "")
    ]


def heading(view: View, gaps: Sequence[Gap], listed: Sequence[Gap]) -> str:
    """One sentence with what it comes to, and how far the units say they are."""
    tr, lang = view.tr, view.lang
    over = tr("worklist.over", unit=view.unit_name(), day=fmt.day(view.jurisdiction.as_of, lang))
    counts = Counter(gap.state for gap in gaps)
    facts = {
        "unit": view.unit_name(),
        "count": len(gaps),
        "overdue": sum(gap.is_overdue for gap in gaps),
        "idle": counts["not_started"],
    }
    if not gaps:
        text = tr("worklist.title_none", **facts)
    else:
        most, number = Counter(gap.responsible_body for gap in gaps).most_common(1)[0]
        name = next(body(gap, view) for gap in gaps if gap.responsible_body == most)
        text = tr("worklist.title" if facts["overdue"] else "worklist.title_in_time", **facts, body=name, most=number)
    pills = "".join(_state_link(view, name, counts[name]) for name in FOLLOW_UPS if counts[name])
    lights = f'<ul class="lights" aria-label="{escape(tr("worklist.states"))}">{pills}</ul>' if pills else ""
    note = f'<p class="note">{escape(tr("worklist.chosen", count=len(listed)))}</p>' if len(listed) < len(gaps) else ""
    top = f'<div class="top"><p class="over">{escape(over)}</p>{lights}</div>'
    return f'<section class="conclusion">{top}<h1>{escape(text)}</h1>{note}</section>'


def _state_link(view: View, name: str, count: int) -> str:
    here = view.own.get("state") == name
    inner = f"{markup.pill(FOLLOW_UPS[name], view.lang)}<b>{count}</b>"
    href = view.link(state=None if here else name, detail=None)
    return f"<li>{markup.link(href, inner, 'count here' if here else 'count', view.tr('worklist.only'))}</li>"


def groups(view: View, listed: Sequence[Gap], waiting: Waiting) -> str:
    """The gaps by clause, in the order in which the first of each matters."""
    order = {clause: place for place, clause in enumerate(dict.fromkeys(gap.clause_id for gap in listed))}
    by_clause = sorted(listed, key=lambda gap: order[gap.clause_id])
    return "".join(
        _group(view, list(of_clause), waiting) for _, of_clause in groupby(by_clause, lambda gap: gap.clause_id)
    )


def _group(view: View, gaps: Sequence[Gap], waiting: Waiting) -> str:
    tr, lang = view.tr, view.lang
    first = gaps[0]
    source = escape(tr("clause.source", policy=policy(first, view), article=first.article))
    clause = view.link(CLAUSES, clause=first.clause_id)
    cited = markup.link(clause, source, "page name", tr("matter.clause"))
    who = tr("matter.body", body=body(first, view))
    total = ""
    if len(gaps) > 1:
        amount = fmt.gap(sum(gap.gap or 0 for gap in gaps), first.gap_unit, lang)
        total = f'<b class="gap">{escape(tr("worklist.total", count=len(gaps), gap=amount))}</b>'
    rows = [_row(view, gap, waiting.get((gap.code, gap.clause_id))) for gap in gaps[:MOST]]
    folded = ""
    if len(gaps) > SHOWN:
        rest = fmt.gap(sum(gap.gap or 0 for gap in gaps[SHOWN:]), first.gap_unit, lang)
        more = f'<p class="note">{escape(tr("worklist.more", count=len(gaps) - MOST))}</p>' if len(gaps) > MOST else ""
        summary = escape(tr("worklist.rest", count=len(gaps) - SHOWN, gap=rest))
        folded = f"<details><summary>{summary}</summary><ol>{''.join(rows[SHOWN:])}</ol>{more}</details>"
    return (
        f'<section class="panel work"><header><div><h2>{escape(_summary(first, view))}</h2>'
        f'<p class="note">{cited} · {escape(who)}</p></div>'
        f'<div class="due">{_due(view, first)}{total}</div></header><ol>{"".join(rows[:SHOWN])}</ol>{folded}</section>'
    )


def _summary(gap: Gap, view: View) -> str:
    return gap.summary if view.lang == "zh" else gap.summary_en


def _due(view: View, gap: Gap) -> str:
    """The due day, and how near or how long past it is on the as-of day."""
    tr, lang, as_of = view.tr, view.lang, view.jurisdiction.as_of
    if gap.due_on is None:
        return ""
    days = (gap.due_on - as_of).days
    told = ""
    if days < 0:
        told = markup.tag(tr("worklist.overdue", days=-days), "", "bad")
    elif days <= SOON_DAYS:
        told = markup.tag(tr("worklist.days_left", days=days) if days else tr("worklist.due_today"), "", "warn")
    return f"<span>{escape(tr('worklist.due', day=fmt.day(gap.due_on, lang)))}</span>{told}"


def gap_words(view: View, gap: Gap) -> tuple[str, str]:
    """What is short, and the figure it is short by against its target."""
    lang = view.lang
    value = fmt.figure_apart(gap.value, gap.target, gap.unit_of_measure, lang, gap.precision)
    target = (
        f"{fmt.COMPARATORS.get(gap.comparator or '', '')} {fmt.exact(gap.target, gap.unit_of_measure, lang)}".strip()
    )
    share = fmt.out_of(gap.numerator, gap.denominator, lang) if gap.denominator is not None else ""
    figures = view.tr("matter.figures", value=f"{value} {share}".strip(), target=target.replace(" ", NO_BREAK))
    return view.tr("gap.short", gap=fmt.gap(gap.gap, gap.gap_unit, lang)), figures


def _row(view: View, gap: Gap, handed_in: FollowUp | None) -> str:
    tr, lang = view.tr, view.lang
    short, figures = gap_words(view, gap)
    name = view.unit_name(gap.unit_id, gap.unit_name)
    since = tr("worklist.since", period=gap.since if lang == "zh" else gap.since_en)
    status = STATUSES[gap.status]
    icon = f'<i class="{status.colour}" role="img" aria-label="{escape(status.word(lang))}">{status.icon}</i>'
    inner = (
        f'<b class="who">{icon}{escape(name)}</b><b class="gap">{escape(short)}</b>'
        f'<span class="figures">{escape(figures)}</span><span class="since">{escape(since)}</span>'
    )
    opened = Detail(gap.indicator_id, gap.code, gap.label)
    detail = markup.link(view.link(detail=str(opened), follow=None), inner, "facts-of", tr("card.open"))
    act = markup.link(
        view.link(follow=f"{gap.code}~{gap.clause_id}", detail=None),
        escape(tr("worklist.act")),
        "act",
        tr("worklist.act_hint", unit=name),
    )
    return f'<li>{detail}<div class="said">{_said(view, gap, handed_in)}</div>{act}</li>'


def _said(view: View, gap: Gap, handed_in: FollowUp | None) -> str:
    """What was said last, or what was handed in and counts from the next run."""
    if handed_in is not None:
        received = markup.tag(view.tr("worklist.received"), "", "received")
        return received + _words(
            view, handed_in.state, handed_in.assigned_to, handed_in.promised_on, handed_in.remark, None
        )
    return _words(view, gap.state, gap.assigned_to, gap.promised_on, gap.remark, gap.followed_up_on)


def _words(
    view: View, state: str, assigned: str | None, promised: dt.date | None, remark: str | None, on: dt.date | None
) -> str:
    tr, lang = view.tr, view.lang
    parts = []
    if assigned:
        parts.append(escape(tr("worklist.assigned", body=assigned)))
    if promised:
        late = promised < view.jurisdiction.as_of
        day = escape(tr("worklist.promised", day=fmt.day(promised, lang)))
        parts.append(f"{day} {markup.tag(tr('worklist.promise_passed'), '', 'bad')}" if late else day)
    if on:
        parts.append(escape(tr("worklist.stated", day=fmt.day(on, lang))))
    first = f"{markup.pill(FOLLOW_UPS[state], lang)}<span>{' · '.join(parts)}</span>"
    return first + (f'<p title="{escape(remark)}">{escape(remark)}</p>' if remark else "")
