"""运行: did the last run succeed, and if not, why; what waits, what came back, how fresh data are. A thin page."""

from __future__ import annotations

import streamlit as st

from dashboards import installation, operating, shell
from dashboards.pages import OPERATIONS
from dashboards.state import View


@shell.framed(OPERATIONS)
def page(view: View) -> None:
    """State and runs first, then files, checks, freshness."""
    health = installation.health()
    st.html(
        operating.heading(view, health)
        + operating.runs(view.tr, view.lang, health.runs)
        + operating.files(view, health)
        + f'<div class="pair">{operating.checks(view)}{operating.orchestration(view)}</div>'
        + operating.freshness(view)
    )


if __name__ == "__main__":
    page()
