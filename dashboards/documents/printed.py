"""Figures the documents print, beside what the warehouse computes: what does not agree comes first.

Belongs here: drawing that comparison. Does not belong here: tolerances and verdicts (the marts).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Any

from dashboards import markup, queries
from dashboards.documents import marks
from dashboards.documents.facts import chosen as covered
from dashboards.standing import records
from dashboards.state import View
from pipelines.product import format as fmt
from pipelines.product.coverage import Fact

VERDICTS = ("deviates", "not_computed", "demo_fitted", "demo", "agrees")
# What is beyond tolerance stands open, the rest folded.
OPEN = VERDICTS[:2]
# A printed figure beside the computed one, and the fact it stands for.
Printed = tuple[dict[str, Any], Fact]


def chosen(view: View, policy_id: str | None = None, facts: Sequence[str] = ()) -> list[Printed]:
    """The printed figures about the open unit and those below: all, those of one document, or of some facts."""
    known = {fact.fact_id: fact for document in covered(policy_id) for fact in document.facts}
    return [
        (row, known[row["fact_id"]])
        for row in records(queries.printed_figures(view.unit.unit_id, view.until))
        if row["fact_id"] in known and (not facts or row["fact_id"] in facts)
    ]


def panel(view: View, rows: Sequence[Printed]) -> str:
    """How many agree, then those that do not, with their signed explanations; the rest folded, a verdict each."""
    tr = view.tr
    if not rows:
        return markup.panel(tr("printed.title"), f'<p class="note">{escape(tr("printed.none"))}</p>')
    counts = Counter(row["verdict"] for row, _ in rows)
    drawn = []
    for verdict in VERDICTS:
        listed = [(row, fact) for row, fact in rows if row["verdict"] == verdict]
        if not listed:
            continue
        title = tr(f"verdict_title.{verdict}", count=len(listed))
        table = _table(view, listed, title)
        if verdict in OPEN:
            drawn.append(f'<h3 class="part">{escape(title)}</h3>{table}')
        else:
            drawn.append(f"<details><summary>{escape(title)}</summary>{table}</details>")
    apart = sum(counts[verdict] for verdict in OPEN)
    title = tr("printed.conclusion", count=len(rows), agrees=counts["agrees"], apart=apart)
    return markup.panel(title, "".join(drawn), tr("printed.note"))


def _table(view: View, rows: Sequence[Printed], title: str) -> str:
    tr = view.tr
    names = ("figure", "unit", "printed", "computed", "deviation", "verdict", "explanation")
    heads = [tr(f"printed.head_{name}") for name in names]
    return marks.table(heads, [_row(view, row, fact) for row, fact in rows], title, "figures", numeric=(2, 3, 4))


def _row(view: View, row: dict[str, Any], fact: Fact) -> list[str]:
    tr, lang = view.tr, view.lang
    name = row["figure"] if lang == "zh" else row["figure_en"] or row["figure"]
    where = view.tr("doc.join").join((fact.fact_id, fact.article))
    linked = escape(name)
    if fact.clause_id:
        linked = marks.clause_link(view, fact.clause_id, name, row["unit_code"])
    said = (row["explanation"] if lang == "zh" else row["explanation_en"] or row["explanation"]) or ""
    signed = ""
    if row["signed_by"]:
        by = row["signed_by"] if lang == "zh" else row["signed_by_en"] or row["signed_by"]
        signed = marks.under(tr("printed.signed", by=by, day=fmt.day(row["signed_on"], lang)))
    return [
        f"{linked}{marks.under(where)}",
        escape(row["unit_name"]) + marks.under(fmt.day(row["as_of"], lang)),
        fmt.rounded(row["printed"], 2),
        fmt.MISSING[lang] if row["computed"] is None else fmt.rounded(row["computed"], 2),
        _deviation(view, row),
        _verdict(view, row["verdict"]),
        f"{escape(said)}{signed}",
    ]


def _deviation(view: View, row: dict[str, Any]) -> str:
    if row["deviation"] is None:
        return ""
    sign = "+" if row["deviation"] > 0 else ""
    allowed = view.tr("printed.tolerance", tolerance=fmt.rounded(row["tolerance"], 2))
    return f"{sign}{fmt.rounded(row['deviation'], 2)}{marks.under(allowed)}"


def _verdict(view: View, verdict: str) -> str:
    kind = "apart" if verdict in OPEN else "demo" if verdict.startswith("demo") else ""
    return markup.tag(view.tr(f"verdict.{verdict}"), view.tr(f"verdict_hint.{verdict}"), kind)
