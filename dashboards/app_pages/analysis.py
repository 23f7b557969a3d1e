"""分析: the tables there are, one read-only SELECT, its rows to read and to take away. A thin page."""

from __future__ import annotations

import streamlit as st

from dashboards import shell, workbench
from dashboards.pages import ANALYSIS
from dashboards.state import View


@shell.framed(ANALYSIS)
def page(view: View) -> None:
    """Statement and answer beside the tables."""
    with st.container(key="analysis"):
        asking, tables = st.columns([17, 10], gap="small")
        with asking:
            workbench.statement(view)
            workbench.answer(view)
        with tables:
            workbench.schema(view)


if __name__ == "__main__":
    page()
