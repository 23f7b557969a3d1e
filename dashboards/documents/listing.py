"""The documents of the open unit and those it may be compared with, each with how its clauses stand.

Belongs here: drawing the documents, their dates and their tallies. Does not belong here: clauses (clause_table.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from dashboards import markup, queries
from dashboards.documents import marks
from dashboards.documents.records import Document, Requirement, counted
from dashboards.pages import CLAUSES
from dashboards.standing import records
from dashboards.state import View
from pipelines.product import format as fmt

PARTS = ("clauses", "conflicts", "figures", "facts")


def heading(view: View, known: Mapping[str, Document], found: Sequence[Requirement]) -> str:
    """One sentence: what the unit follows, and how its clauses stand."""
    tr, lang = view.tr, view.lang
    own = [document for document in known.values() if document.is_followed]
    counts = counted([one for one in found if one.document.is_followed])
    names = tr("unit.list_join").join(tr("doc.titled", title=document.short(lang)) for document in own)
    lit = sum(counts.get(name, 0) for name in ("missed", "behind", "on_track", "met"))
    text = tr("doc.none", unit=view.unit_name())
    if own:
        text = tr(
            "doc.conclusion",
            unit=view.unit_name(),
            documents=names,
            clauses=sum(counts.values()),
            lit=lit,
            missed=counts.get("missed", 0),
            behind=counts.get("behind", 0),
        )
    over = tr("conclusion.over", unit=view.unit_name(), period=view.period.name(lang))
    return f'<section class="conclusion"><p class="over">{escape(over)}</p><h1>{escape(text)}</h1></section>'


def panels(view: View, known: Mapping[str, Document], found: Sequence[Requirement], due: str) -> str:
    """The unit's own documents, what falls due by them, then the documents to compare with."""
    tr = view.tr
    drawn = {True: "", False: ""}
    for document in known.values():
        mine = [one for one in found if one.policy_id == document.policy_id]
        drawn[document.is_followed] += card(view, document, mine, is_linked=True)
    own = drawn[True] or f'<p class="note">{escape(tr("doc.no_own"))}</p>'
    return markup.panel(tr("doc.own"), own) + due + markup.panel(tr("doc.others"), drawn[False], tr("doc.others_note"))


def card(view: View, document: Document, found: Sequence[Requirement], *, is_linked: bool) -> str:
    """One document: title, marks, dates, how its clauses stand for the unit and for those below."""
    tr, lang = view.tr, view.lang
    title = escape(tr("doc.titled", title=document.name(lang)))
    if is_linked:
        title = markup.link(view.link(CLAUSES, policy=document.policy_id, part=None), title, "page name")
    tallies = marks.tally(view, counted(found), tr("doc.at_unit"))
    if document.is_followed:
        tallies += marks.tally(view, _below(view, document), tr("doc.below"))
    lines = [_origin(document, view), _in_force(document, view)]
    if document.verification:
        checked = document.verified_against if lang == "zh" else document.verified_against_en
        lines.append(tr("doc.checked", day=fmt.day(document.verified_on, lang), against=checked or ""))
    drawn = "".join(f'<p class="line">{escape(line)}</p>' for line in lines)
    level = "h3" if is_linked else "h1"
    count = tr("doc.clauses", count=len(found))
    return (
        f'<article class="document"><header><{level}>{title}</{level}><span class="marks">{_marks(view, document)}'
        f'<span class="over">{escape(count)}</span></span></header>{drawn}{tallies}</article>'
    )


def tabs(view: View, part: str, counts: Sequence[int]) -> str:
    """The parts of the page, of all documents or of the open one."""
    links = "".join(
        markup.link(
            view.link(part=None if name == PARTS[0] else name, status=None),
            f"{escape(view.tr(f'part.{name}'))} <small>{count}</small>",
            "tab here" if name == part else "tab",
        )
        for name, count in zip(PARTS, counts, strict=True)
    )
    return f'<nav class="tabs" aria-label="{escape(view.tr("part.label"))}">{links}</nav>'


def _marks(view: View, document: Document) -> str:
    tr = view.tr
    drawn = []
    if not document.is_followed:
        drawn.append(markup.tag(tr("tag.benchmark"), "", "bench"))
    if document.is_expired(view.until):
        drawn.append(marks.mark(view, "expired"))
    elif document.is_ahead(view.until):
        drawn.append(markup.tag(tr("doc.ahead")))
    if document.verification:
        drawn.append(markup.tag(tr(f"verification.{document.verification}")))
    return "".join(drawn)


def _origin(document: Document, view: View) -> str:
    tr, lang = view.tr, view.lang
    issuer = document.issuer if lang == "zh" else document.issuer_en or document.issuer
    issued = tr("doc.issued", day=fmt.day(document.issued_on, lang)) if document.issued_on else tr("doc.issued_unknown")
    force = tr(f"legal_force.{document.legal_force}")
    return tr("doc.join").join((issuer, document.number or tr("doc.no_number"), force, issued))


def _in_force(document: Document, view: View) -> str:
    tr, lang = view.tr, view.lang
    start = fmt.day(document.effective_from, lang)
    text = tr("doc.in_force_open", start=start)
    if document.effective_to:
        key = "doc.expired_on" if document.is_expired(view.until) else "doc.in_force"
        text = tr(key, start=start, end=fmt.day(document.effective_to, lang))
    parts = [text]
    if document.adopted_from:
        parts.append(tr("doc.adopted", day=fmt.day(document.adopted_from, lang)))
    return tr("doc.join").join(parts)


def _below(view: View, document: Document) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in records(queries.below(view.unit.unit_id, view.until, document.policy_id)):
        counts[row["status"]] = counts.get(row["status"], 0) + int(row["units"])
    return counts
