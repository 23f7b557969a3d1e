"""How much of the documents is dealt with: one line, the refusals with their reasons, and the whole list.

Belongs here: drawing what `linli coverage` tells. Does not belong here: the counting (pipelines/product/coverage.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from dashboards import markup, reading
from dashboards.documents import marks
from dashboards.documents.records import Document
from dashboards.state import View
from pipelines.product.coverage import DISPOSITIONS, Fact
from pipelines.product.coverage import Document as Covered


def chosen(policy_id: str | None = None) -> list[Covered]:
    """All documents that make measurable statements, or one."""
    return [document for document in reading.covered() if policy_id in (None, document.policy_id)]


def line(view: View, covered: Sequence[Covered]) -> str:
    """How many statements there are, and what became of them."""
    counts = {name: sum(document.count(name) for document in covered) for name in DISPOSITIONS}
    return view.tr("fact.line", count=sum(counts.values()), **counts)


def panels(view: View, covered: Sequence[Covered], known: Mapping[str, Document]) -> str:
    """The count by document, the refusals, then every statement folded by document."""
    tr, lang = view.tr, view.lang
    heads = [tr("fact.head_document"), *(tr(f"disposition.{name}") for name in DISPOSITIONS), tr("fact.head_all")]
    rows, lists = [], []
    for document in covered:
        name = known[document.policy_id].short(lang)
        count = len(document.facts)
        rows.append([escape(name), *(str(document.count(one)) for one in DISPOSITIONS), str(count)])
        title = tr("fact.listed", policy=name, count=count)
        table = marks.table(
            [tr(f"fact.head_{head}") for head in ("id", "article", "kind", "disposition", "clause")],
            [[*told(view, fact), _clause(view, fact)] for fact in document.facts],
            title,
            "facts",
        )
        lists.append(f"<details><summary>{escape(title)}</summary>{table}</details>")
    title = line(view, covered)
    whole = markup.panel(title, markup.table(heads, rows, title, numeric=range(1, len(heads))), tr("fact.note"))
    return whole + _refused(view, covered) + markup.panel(tr("fact.all"), "".join(lists))


def told(view: View, fact: Fact) -> list[str]:
    """A statement's number, place, kind and what became of it."""
    kind, became = view.tr(f"kind.{fact.kind}"), view.tr(f"disposition.{fact.disposition}")
    return [escape(text) for text in (fact.fact_id, fact.article, kind, became)]


def _clause(view: View, fact: Fact) -> str:
    summary = fact.summary_zh if view.lang == "zh" else fact.summary_en
    return marks.clause_link(view, fact.clause_id, summary or "") if fact.clause_id else ""


def _refused(view: View, covered: Sequence[Covered]) -> str:
    """What is not computed, and the written reason."""
    tr, lang = view.tr, view.lang
    refused = [fact for document in covered for fact in document.facts if fact.disposition == "refused"]
    if not refused:
        return ""
    heads = [tr(f"fact.head_{name}") for name in ("id", "article", "reason")]
    rows = [
        [escape(text or "") for text in (fact.fact_id, fact.article, fact.reason if lang == "zh" else fact.reason_en)]
        for fact in refused
    ]
    title = tr("fact.refused", count=len(refused))
    return markup.panel(title, marks.table(heads, rows, title, "facts"), tr("fact.refused_note"))
