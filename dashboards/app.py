"""Where the page that was asked for is run. Navigation only; the list of pages is pages.py."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboards import shell
from dashboards.pages import OVERVIEW, PAGES
from dashboards.state import language

MODULES = Path(__file__).parent / "app_pages"


def main() -> None:
    """Run the page of the address."""
    tr = shell.prepare(language())
    pages = [st.Page(MODULES / f"{page.module}.py", title=tr(page.title), default=page is OVERVIEW) for page in PAGES]
    chosen = st.navigation(pages, position="hidden")
    shell.follow({page.url_path: page for page in pages})
    chosen.run()


if __name__ == "__main__":
    main()
