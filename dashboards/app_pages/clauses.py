"""对标: documents and their clauses held against a unit, conflicts, printed figures, facts. A thin page."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from dashboards import markup, queries, sections, shell
from dashboards.documents import clause_table, conflicts, deadlines, facts, listing, one_clause, printed
from dashboards.documents.records import Document, Requirement, documents, requirements
from dashboards.pages import CLAUSES
from dashboards.standing import Meaning, meanings
from dashboards.state import View, told


@shell.framed(CLAUSES)
def page(view: View) -> None:
    """One clause where the address names one, else one document, else all of them."""
    known = meanings()
    papers = documents(queries.documents(view.unit.unit_id))
    found = requirements(queries.held(view.unit.unit_id, view.until), papers, view.until)
    clause_id, policy_id = view.own.get("clause"), view.own.get("policy")
    if policy_id is not None and policy_id not in papers:
        raise told("unknown_policy", policy=policy_id)
    if clause_id is None:
        _documents(view, found, papers, known, papers[policy_id] if policy_id else None)
        return
    one = next((one for one in found if one.clause_id == clause_id), None)
    if one is None:
        raise told("unknown_clause", clause=clause_id)
    _clause(view, found, one, known)


def _clause(view: View, found: list[Requirement], one: Requirement, known: Mapping[str, Meaning]) -> None:
    meaning = known[one.indicator_id]
    judged = one_clause.judgements(view, one)
    st.html(one_clause.heading(view, one, meaning, judged))
    if one.standing is not None:
        sections.trend(view, one.standing, meaning, judged)
    pairs = conflicts.chosen(found, clause_id=one.clause_id)
    figures = printed.chosen(view, facts=(one.fact_ids or "").split(","))
    st.html(
        (conflicts.panels(view, pairs, found, known) if pairs else "")
        + (printed.panel(view, figures) if figures else "")
        + one_clause.statements(view, one)
    )


def _documents(
    view: View,
    found: list[Requirement],
    papers: dict[str, Document],
    known: Mapping[str, Meaning],
    document: Document | None,
) -> None:
    policy_id = document.policy_id if document else None
    listed = [one for one in found if policy_id in (None, one.policy_id)]
    pairs = conflicts.chosen(found, policy_id)
    figures = printed.chosen(view, policy_id)
    covered = facts.chosen(policy_id)
    top = listing.heading(view, papers, found)
    if document is not None:
        top = f'<section class="panel">{listing.card(view, document, listed, is_linked=False)}</section>'
    counts = (len(listed), len(pairs), len(figures), sum(len(one.facts) for one in covered))
    part = view.own.get("part")
    part = part if part in listing.PARTS else listing.PARTS[0]
    if part == "conflicts":
        body = conflicts.panels(view, pairs, found, known)
    elif part == "figures":
        body = printed.panel(view, figures)
    elif part == "facts":
        body = facts.panels(view, covered, papers)
    elif document is not None:
        body = clause_table.section(view, document, listed, known, view.own.get("status"))
    else:
        coverage = markup.link(view.link(part="facts"), escape(facts.line(view, covered)), "page name")
        body = listing.panels(view, papers, found, deadlines.panel(view, found, known))
        body += f'<p class="note">{coverage}</p>'
    st.html(top + listing.tabs(view, part, counts) + body)


if __name__ == "__main__":
    page()
