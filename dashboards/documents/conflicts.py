"""Clauses that cannot be met together: both side by side, and what each comes to, unit by unit.

Belongs here: drawing declared conflicts and their arithmetic. Does not belong here: working them out (the marts).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from dashboards import markup, queries
from dashboards.documents import marks
from dashboards.documents.records import Requirement
from dashboards.standing import Meaning, records
from dashboards.state import View
from pipelines.product import format as fmt
from pipelines.product.clashes import side

# So many units stand open.
SHOWN = 6


def chosen(
    found: Sequence[Requirement], policy_id: str | None = None, clause_id: str | None = None
) -> list[dict[str, Any]]:
    """The conflicts of one clause, of one document, or of all the open unit follows."""
    if clause_id:
        wanted = {clause_id}
    elif policy_id:
        wanted = {one.clause_id for one in found if one.policy_id == policy_id}
    else:
        wanted = {one.clause_id for one in found if one.document.is_followed}
    return [row for row in records(queries.conflicts()) if wanted & {row["clause_id"], row["other_clause_id"]}]


def panels(
    view: View, pairs: Sequence[dict[str, Any]], found: Sequence[Requirement], meanings: Mapping[str, Meaning]
) -> str:
    """A panel a conflict; where there is none, that is said."""
    tr = view.tr
    if not pairs:
        return markup.panel(tr("clash.title"), f'<p class="note">{escape(tr("clash.none"))}</p>')
    known = {one.clause_id: one for one in found}
    figures = records(queries.conflict_figures(view.unit.unit_id, view.until))
    return "".join(_panel(view, pair, known, figures, meanings) for pair in pairs)


def _panel(
    view: View,
    pair: dict[str, Any],
    known: Mapping[str, Requirement],
    figures: Sequence[dict[str, Any]],
    meanings: Mapping[str, Meaning],
) -> str:
    tr, lang = view.tr, view.lang
    first, second = known[pair["clause_id"]], known[pair["other_clause_id"]]
    worked = [row for row in figures if row["conflict_id"] == pair["conflict_id"]]
    title = tr("clash.one", first=first.article, second=second.article)
    if first.policy_id == second.policy_id and first.article == second.article:
        title = tr("clash.within", article=first.article)
    elif first.policy_id != second.policy_id:
        title = tr(
            "clash.one",
            first=marks.source(view, first.document, first.article),
            second=marks.source(view, second.document, second.article),
        )
    sides = "".join(_side(view, one, meanings[one.indicator_id]) for one in (first, second))
    body = f'<div class="sides">{sides}</div>'
    if not pair["conflict_id"]:
        key = "clash.same" if pair["is_same_indicator"] else "clash.in_words"
        return markup.panel(title, body + f'<p class="note">{escape(tr(key))}</p>')
    if not worked:
        return markup.panel(title, body + f'<p class="note">{escape(tr("clash.not_here"))}</p>')
    apart = sum(not row["goes_together"] for row in worked)
    quantity = pair[f"quantity_{lang}"]
    verdict = tr("clash.verdict", quantity=quantity[:1].upper() + quantity[1:], count=len(worked), apart=apart)
    return markup.panel(title, body + f'<p class="verdict">{escape(verdict)}</p>{_table(view, worked, verdict)}')


def _side(view: View, one: Requirement, meaning: Meaning) -> str:
    source = marks.clause_link(view, one.clause_id, marks.source(view, one.document, one.article))
    asks = [marks.threshold(view, one, meaning)]
    if one.deadline:
        asks.append(view.tr("held.until", day=fmt.day(one.deadline, view.lang)))
    asked = escape(view.tr("clash.asks", asks=view.tr("doc.join").join(asks)))
    said = one.said(view.lang)
    note = f'<p class="note">{escape(said)}</p>' if said else ""
    return (
        f'<article class="clause"><header>{source}{marks.state_mark(view, one)}</header>'
        f'<p>{escape(one.summary(view.lang))}</p><p class="line">{asked}</p>{note}</article>'
    )


def _table(view: View, worked: Sequence[dict[str, Any]], caption: str) -> str:
    """Both sides unit by unit; many units fold away behind the first that cannot meet both."""
    tr = view.tr
    heads = [tr(f"clash.head_{name}") for name in ("unit", "first", "sign", "second", "together", "period")]
    rows = [_worked(view, row) for row in sorted(worked, key=lambda row: (row["goes_together"], row["unit_code"]))]
    table = markup.table(heads, rows, caption)
    if len(rows) <= SHOWN:
        return table
    summary = escape(tr("clash.units", count=len(rows)))
    return f"{markup.table(heads, rows[:1], caption)}<details><summary>{summary}</summary>{table}</details>"


def _worked(view: View, row: dict[str, Any]) -> list[str]:
    tr, lang = view.tr, view.lang
    sums = [
        side(row[f"{name}_{lang}"], fmt.exact(row[f"{name}_value"], row["unit"], lang)) for name in ("first", "second")
    ]
    together = tr("clash.together" if row["goes_together"] else "clash.apart")
    sign = "≥" if row["goes_together"] else "<"
    label = row["label_zh" if lang == "zh" else "label_en"]
    return [escape(text) for text in (row["unit_name"], sums[0], sign, sums[1], together, label)]
