"""指标: what one figure means, its clauses, its way towards the target, its units, its rows. A thin page."""

from __future__ import annotations

import streamlit as st

from dashboards import cards, compare, evidence, picker, reading, reproduction, sections, shell
from dashboards.pages import INDICATOR
from dashboards.standing import beside, meanings, standings
from dashboards.state import Detail, View, told

MANY_BARS = 10


@shell.framed(INDICATOR)
def page(view: View) -> None:
    """Definition and trend beside the clauses and the units in bands; what changed; peers, rows."""
    tr = view.tr
    known = meanings()
    indicator_id = view.indicator_id or next(head for head in (*cards.HEADS, *known) if head in known)
    picker.indicators(view, indicator_id)
    period = view.period
    standing = beside(indicator_id, period.period_type, period.start).get(view.unit.unit_id)
    if standing is None:
        latest = standings(view.unit.unit_id, view.until, period.period_type)
        standing = next((one for one in latest if one.indicator_id == indicator_id), None)
    if standing is None:
        raise told("no_such_value", unit=view.unit.name, indicator=known[indicator_id].name(view.lang))
    story = reading.explained(indicator_id, view.unit.code, standing.label, limit=evidence.PAGE_ROWS, offset=0)
    with st.container(key="beside"):
        figures, asked = st.columns([5, 6], gap="small")
        with figures:
            sections.heading(view, standing, known[indicator_id], story)
            sections.trend(view, standing, known[indicator_id], story.judgements)
        with asked:
            sections.judged(view, standing, story)
            bars = sections.units(view, standing, known[indicator_id])
        # Where there is room left: many bars are longer than the trend.
        with figures if bars > MANY_BARS else asked:
            compare.change(view, standing, known[indicator_id], story)
    compare.peers(view, standing, known[indicator_id], story)
    with st.container(key="panel_rows"):
        st.html(f'<h2 id="rows">{tr("detail.rows")}</h2>')
        evidence.section(view, Detail(indicator_id, view.unit.code, standing.label), "page")
        precision = known[indicator_id].precision
        st.html(reproduction.fold(view, indicator_id, story.unit, story.period, precision))


if __name__ == "__main__":
    page()
