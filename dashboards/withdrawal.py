"""Taking a delivery back, from where it is opened: the reason, who does it, one button.

Belongs here: the form and what is said. Does not belong here: what may be withdrawn and what follows
(pipelines/product/reviewing.py and behind it the same rules as `linli withdraw`).
"""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards.state import View
from pipelines.errors import LinliError
from pipelines.product.reviewing import withdraw
from pipelines.settings import home

# What stands so can be taken back; the rest never counted or does so no more.
STANDING = frozenset({"accepted", "partly_accepted", "rejected", "submitted", "held"})


def form(view: View, delivery_id: str) -> None:
    """A fold with the form; what stands against it is said beneath, what came of it where the delivery is told."""
    tr = view.tr
    with (
        st.expander(tr("withdrawal.title")),
        st.form(f"withdraw:{delivery_id}", border=False),
    ):
        st.html(f'<p class="note">{escape(tr("withdrawal.note"))}</p>')
        why, who = st.columns(2)
        said = why.text_input(tr("withdrawal.why"), max_chars=500)
        name = who.text_input(tr("withdrawal.who"), max_chars=50)
        if not st.form_submit_button(tr("withdrawal.send")):
            return
        try:
            withdraw(home(), delivery_id, name, said)
        except LinliError as error:
            text = error.zh if view.lang == "zh" else error.en
        else:
            st.rerun()
        st.html(f'<p class="remark" role="status">{escape(text)}</p>')
