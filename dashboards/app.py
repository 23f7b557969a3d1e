"""Where the pages are named and the one that was asked for is run. Navigation only."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboards import shell
from dashboards.app_pages import indicator, overview
from dashboards.state import INDICATOR, language

HERE = Path(__file__).parent


def main() -> None:
    """Run the page of the address."""
    tr = shell.prepare(language())
    pages = [
        st.Page(overview.page, title=tr("nav.overview"), url_path="overview", default=True),
        st.Page(indicator.page, title=tr("nav.indicator"), url_path=INDICATOR),
    ]
    chosen = st.navigation(pages, position="hidden")
    shell.follow({page.url_path: page for page in pages})
    chosen.run()


main()
