"""考核: which card applies, the unit's score item by item, its peers or the units below in bands. A thin page."""

from __future__ import annotations

import streamlit as st

from dashboards import queries, scorecard_board, scorecards, shell
from dashboards.pages import SCORECARDS
from dashboards.queries import scorecards as asked
from dashboards.state import View


@shell.framed(SCORECARDS)
def page(view: View) -> None:
    """The cards to choose from, the unit's own card, the board."""
    cards = scorecards.available(view)
    wanted = next((one for one in cards if one.scorecard_id == view.own.get("card")), None)
    card = wanted or next((one for one in cards if one.adopted), None)
    if card is None:
        st.html(scorecards.empty(view, cards))
        return
    if len(cards) > 1 or not card.adopted:
        st.html(scorecards.tabs(view, cards, card))
    root = view.unit.unit_id
    if card.is_own:
        known = queries.units(view.jurisdiction.jurisdiction_id).set_index("unit_id")
        root = str(known.at[root, "parent_id"] or root)
    rows, earlier = scorecard_board.before(asked.scores(card.scorecard_id, root, view.until))
    mine = next((row for row in rows if row["unit_id"] == view.unit.unit_id), None)
    if mine is not None:
        items = asked.items(card.scorecard_id, view.unit.unit_id, mine["period_start"])
        st.html(scorecards.own(view, card, mine, earlier.get(view.unit.unit_id), items))
    if mine is None or len(rows) > 1:
        parts = asked.parts(card.scorecard_id, [row["unit_id"] for row in rows], rows[0]["period_start"])
        st.html(scorecard_board.section(view, card, rows, earlier, parts))


if __name__ == "__main__":
    page()
