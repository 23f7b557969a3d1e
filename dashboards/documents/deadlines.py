"""What falls due within a year, and what fell due without being met.

Belongs here: choosing and drawing deadlines of the documents a unit follows. Does not belong here: pace and forecast.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from html import escape

from dashboards import markup
from dashboards.documents import marks
from dashboards.documents.records import Requirement
from dashboards.standing import Meaning, gap_text
from dashboards.state import View
from pipelines.product import format as fmt

AHEAD = dt.timedelta(days=366)


def panel(view: View, found: Sequence[Requirement], known: Mapping[str, Meaning]) -> str:
    """Two tables: due within a year, soonest first; due and not met, latest first."""
    own = [one for one in found if one.document.is_followed and one.deadline]
    coming = [one for one in own if one.deadline and view.until < one.deadline <= view.until + AHEAD]
    over = [
        one for one in own if one.deadline and one.deadline <= view.until and one.status.name in ("missed", "behind")
    ]
    coming.sort(key=lambda one: (str(one.deadline), one.clause_id))
    over.sort(key=lambda one: (str(one.deadline), one.clause_id), reverse=True)
    tr = view.tr
    inner = _table(view, coming, known, tr("deadlines.coming")) or f'<p class="note">{escape(tr("deadlines.none"))}</p>'
    if over:
        title = tr("deadlines.over", count=len(over))
        inner += f'<h3 class="part">{escape(title)}</h3>{_table(view, over, known, title)}'
    return markup.panel(
        tr("deadlines.title", count=len(coming)), inner, tr("deadlines.note", day=fmt.day(view.until, view.lang))
    )


def _table(view: View, found: Sequence[Requirement], known: Mapping[str, Meaning], caption: str) -> str:
    tr, lang = view.tr, view.lang
    if not found:
        return ""
    heads = [tr(f"deadlines.head_{name}") for name in ("day", "clause", "status", "value", "gap", "body")]
    rows = [
        [
            escape(fmt.day(one.deadline, lang)),
            marks.clause_link(view, one.clause_id, one.summary(lang))
            + marks.under(marks.source(view, one.document, one.article)),
            marks.state_mark(view, one),
            marks.figure(view, one.standing, known[one.indicator_id], view.unit.code),
            escape(gap_text(one.standing, tr, lang)) if one.standing else "",
            escape(one.body(lang)),
        ]
        for one in found
    ]
    return marks.table(heads, rows, caption)
