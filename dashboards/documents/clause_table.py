"""One document's clauses as rows, grouped by subject, filtered by state.

Belongs here: that table and its filter. Does not belong here: one clause in full (one_clause.py), its marks (marks.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from dashboards import markup, queries
from dashboards.documents import marks
from dashboards.documents.records import Document, Requirement, counted
from dashboards.profile import DOMAINS
from dashboards.standing import Meaning, records
from dashboards.state import View
from pipelines.product import format as fmt


def section(
    view: View, document: Document, found: Sequence[Requirement], known: Mapping[str, Meaning], chosen: str | None
) -> str:
    """The filter, then a panel a subject."""
    below: dict[str, dict[str, int]] = {}
    for row in records(queries.below(view.unit.unit_id, view.until, document.policy_id)):
        below.setdefault(row["clause_id"], {})[row["status"]] = int(row["units"])
    listed = [one for one in found if chosen is None or one.state == chosen]
    drawn = [_filter(view, found, chosen)]
    if not listed:
        drawn.append(f'<p class="note">{escape(view.tr("held.nothing"))}</p>')
    for domain in DOMAINS:
        rows = [one for one in listed if known[one.indicator_id].domain == domain]
        if rows:
            title = view.tr(f"domain.{domain}")
            drawn.append(markup.panel(title, _table(view, rows, known, below, title)))
    return "".join(drawn)


def _filter(view: View, found: Sequence[Requirement], chosen: str | None) -> str:
    """All, or those at one state."""
    tr = view.tr
    counts = counted(found)
    whole = f"{escape(tr('held.all'))} <b>{len(found)}</b>"
    links = [markup.link(view.link(status=None), whole, "chip here" if chosen is None else "chip")]
    links += [
        markup.link(
            view.link(status=name),
            f"{marks.mark(view, name)} <b>{counts[name]}</b>",
            "chip here" if chosen == name else "chip",
        )
        for name in marks.ORDER
        if counts.get(name)
    ]
    return f'<nav class="chips" aria-label="{escape(tr("held.filter"))}">{"".join(links)}</nav>'


def _table(
    view: View,
    rows: Sequence[Requirement],
    known: Mapping[str, Meaning],
    below: Mapping[str, Mapping[str, int]],
    title: str,
) -> str:
    names = ("clause", "threshold", "value", "status", "gap", "below", "body")
    heads = [view.tr(f"held.head_{name}") for name in names]
    drawn = [_row(view, one, known[one.indicator_id], below.get(one.clause_id, {})) for one in rows]
    return marks.table(heads, drawn, title, "seven")


def _row(view: View, one: Requirement, meaning: Meaning, below: Mapping[str, int]) -> list[str]:
    tr, lang = view.tr, view.lang
    level = tr(f"unit_type.{one.binding_level}").lower()
    binds = tr("held.binds", level=level)
    nature = tr("doc.join").join((one.article, tr(f"strength.{one.strength}"), tr(f"kind.{one.kind}"), binds))
    reason = one.why_unlit(view.until)
    why = marks.under(tr(f"why.{reason}", level=level)) if reason and one.document.is_followed else ""
    body = escape(one.body(lang))
    if one.deadline:
        body += marks.under(tr("held.until", day=fmt.day(one.deadline, lang)))
    spread = " ".join(
        f"<span>{marks.mark(view, name)} <b>{below[name]}</b></span>" for name in marks.ORDER if below.get(name)
    )
    return [
        marks.clause_link(view, one.clause_id, one.summary(lang)) + marks.under(nature),
        f"{escape(marks.threshold(view, one, meaning))} {marks.origin(view, one)}",
        marks.figure(view, one.standing, meaning, view.unit.code) + marks.under(meaning.name(lang)),
        marks.state_mark(view, one) + why,
        marks.gaps(view, one.standing),
        f'<span class="spread">{spread}</span>' if spread else "",
        body,
    ]
