"""总览: where the unit stands, what falls short, who must act. A thin page."""

from __future__ import annotations

import streamlit as st

from dashboards import cards, matrix, matters, places, queries, reading, shell
from dashboards.pages import OVERVIEW
from dashboards.standing import from_frame, meanings, standings
from dashboards.state import View


@shell.framed(OVERVIEW)
def page(view: View) -> None:
    """Conclusion, cards, matters; below them the tiles and the matrix."""
    known = meanings()
    found = standings(view.unit.unit_id, view.until, view.period.period_type)
    by_id = {one.indicator_id: one for one in found}
    chosen = cards.choose(found, known)
    worst = from_frame(queries.matters(view.unit.unit_id, view.until))
    lights = queries.lights(view.unit.unit_id, view.until)
    counts = {str(status): int(count) for status, count in lights.groupby("status")["clauses"].sum().items()}
    st.html(
        matters.conclusion(view, worst, counts, known)
        + f'<div class="first">{cards.section(view, found, known, chosen)}'
        f"{matters.panel(view, worst, known, reading.gap_count(view.unit.unit_id))}</div>"
    )
    units = places.counted(view, lights)
    places.section(view, units)
    short = dict(zip(units["unit_id"], (units["missed"] + units["behind"]).astype(int), strict=True))
    st.html(matrix.section(view, [by_id[key] for key in chosen if key in by_id], known, short))


if __name__ == "__main__":
    page()
