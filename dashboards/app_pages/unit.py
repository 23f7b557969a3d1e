"""单位: one unit's profile, every indicator it has a figure for. A thin page."""

from __future__ import annotations

import streamlit as st

from dashboards import around, cards, profile, shell
from dashboards.pages import UNIT
from dashboards.standing import meanings, standings
from dashboards.state import View


@shell.framed(UNIT)
def page(view: View) -> None:
    """Who the unit is and where it stands: headline figures, peers, network, reports, everything by domain."""
    known = meanings()
    found = standings(view.unit.unit_id, view.until, view.period.period_type)
    chosen = cards.choose(found, known)
    headline = [one for one in found if one.indicator_id in chosen]
    st.html(
        profile.heading(view, found) + cards.section(view, found, known, chosen) + around.peers(view, headline, known)
    )
    around.points(view)
    around.reports(view)
    st.html(profile.tables(view, found, known))


if __name__ == "__main__":
    page()
