"""督办: every gap of a clause that binds, who must act, by when, how far it is. A thin page."""

from __future__ import annotations

import streamlit as st

from dashboards import follow_up_form, picker, reading, shell, worklist
from dashboards.pages import WORKLIST
from dashboards.state import View
from pipelines.product.status import FOLLOW_UPS


@shell.framed(WORKLIST)
def page(view: View) -> None:
    """What it comes to, filters, the gaps by clause, the form of the one that is followed up."""
    tr = view.tr
    gaps = reading.gaps(view.unit.unit_id)
    listed = worklist.chosen(gaps, view)
    st.html(worklist.heading(view, gaps, listed))
    if not gaps:
        return
    with st.container(horizontal=True, key="filters", vertical_alignment="center", gap="small"):
        picker.own(view, "state", tr("worklist.any_state"), {name: tr(f"follow_up.{name}") for name in FOLLOW_UPS})
        bodies = {gap.responsible_body or "": worklist.body(gap, view) for gap in gaps}
        picker.own(view, "body", tr("worklist.any_body"), bodies)
        documents = {gap.policy_id: worklist.policy(gap, view) for gap in gaps}
        picker.own(view, "policy", tr("worklist.any_policy"), documents)
        st.download_button(
            tr("worklist.download"),
            lambda: reading.worklist_book(view.unit.unit_id),
            tr("worklist.file", unit=view.unit.code, day=f"{view.jurisdiction.as_of:%Y%m%d}"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key="worklist_book",
            on_click="ignore",
        )
    st.html(worklist.groups(view, listed, follow_up_form.handed_in()))
    follow_up_form.show(view, gaps)


if __name__ == "__main__":
    page()
