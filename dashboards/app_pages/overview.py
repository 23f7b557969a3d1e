"""总览: where the unit stands, what falls short, who must act. A thin page."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards import cards, matrix, matters, queries, shell
from dashboards.pages import OVERVIEW
from dashboards.standing import from_frame, meanings
from dashboards.state import View


@shell.framed(OVERVIEW)
def page(view: View) -> None:
    """Conclusion, cards, matters; below them the matrix."""
    known = meanings(queries.indicators())
    standings = from_frame(queries.standings(view.unit.unit_id, view.until, view.period.period_type))
    by_id = {found.indicator_id: found for found in standings}
    chosen = cards.choose(standings, known)
    short = from_frame(queries.matters(view.unit.unit_id, view.until))
    lights = queries.lights(view.unit.unit_id, view.until)
    counts = dict(zip(lights["status"], lights["clauses"], strict=True))
    history = queries.series(view.unit.unit_id, chosen, view.until)

    drawn = []
    for indicator_id in chosen:
        found = by_id.get(indicator_id)
        line = history[
            (history["indicator_id"] == indicator_id) & (history["period_type"] == (found.period_type if found else ""))
        ]
        drawn.append(cards.card(view, known[indicator_id], found, line["value"].tolist()[-12:]))
    width = "four" if len(drawn) > 6 else "three"
    st.html(
        matters.conclusion(view, short, counts, known)
        + f'<div class="first"><section class="cards {width}" aria-label="{escape(view.tr("overview.cards"))}">'
        f"{''.join(drawn)}</section>{matters.panel(view, short, known)}</div>"
    )
    st.html(matrix.section(view, [by_id[key] for key in chosen if key in by_id], known))


if __name__ == "__main__":
    page()
