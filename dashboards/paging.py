"""Turning the pages of a long list.

Belongs here: the two buttons. Does not belong here: what is listed.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards.state import View


def turn(view: View, place: int, pages: int, key: str) -> None:
    """Two buttons and where one is; nothing where all rows fit."""
    if pages <= 1:
        return

    def move(by: int) -> None:
        st.session_state[key] = min(max(place + by, 0), pages - 1)

    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(view.tr("rows.back"), key=f"back:{key}", disabled=place == 0, on_click=move, args=(-1,))
        st.html(f'<span class="note">{escape(view.tr("rows.place", page=place + 1, pages=pages))}</span>')
        st.button(view.tr("rows.on"), key=f"on:{key}", disabled=place >= pages - 1, on_click=move, args=(1,))
