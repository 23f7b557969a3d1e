"""数据报送: handing in, what is due, what came and what became of it. A thin page."""

from __future__ import annotations

import streamlit as st

from dashboards import due, forms, hand_in, received, review, shell
from dashboards.pages import DELIVERIES
from dashboards.queries import deliveries as reports
from dashboards.state import View


@shell.framed(DELIVERIES)
def page(view: View) -> None:
    """Where the unit stands with its reports; hand one in; the calendar; the deliveries."""
    span = (view.unit.unit_id, view.period.start, view.period.end)
    own, below = reports.reports_due(*span), reports.reports_below(*span)
    st.html(due.conclusion(view, own, below))
    wide, narrow = st.columns([7, 3])
    with wide:
        hand_in.panel(view)
    with narrow:
        forms.panel(view, own)
    review.panel(view)
    st.html(
        received.pending(view)
        + received.to_look_at(view)
        + due.below(view, below)
        + due.calendar(view, own)
        + due.missing_before(view)
    )
    received.everything(view)
    received.opened(view)


if __name__ == "__main__":
    page()
