"""Where the pages are named and the one that was asked for is run. Navigation only."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboards import shell
from dashboards.state import language

PAGES = Path(__file__).parent / "app_pages"


def main() -> None:
    """Run the page of the address."""
    tr = shell.prepare(language())
    pages = [
        st.Page(PAGES / "overview.py", title=tr("nav.overview"), default=True),
        st.Page(PAGES / "unit.py", title=tr("nav.unit")),
        st.Page(PAGES / "indicator.py", title=tr("nav.indicator")),
    ]
    chosen = st.navigation(pages, position="hidden")
    shell.follow({page.url_path: page for page in pages})
    chosen.run()


if __name__ == "__main__":
    main()
