"""Where the page that was asked for is run. Navigation only; the list of pages is pages.py."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboards import shell
from dashboards.pages import OVERVIEW, PAGES
from dashboards.state import language

MODULES = Path(__file__).parent / "app_pages"


def main() -> None:
    """Run the page of the address."""
    tr = shell.prepare(language())
    pages = [
        st.Page(MODULES / f"{page.module}.py", title=tr(page.title), url_path=page.address, default=page is OVERVIEW)
        for page in PAGES
    ]
    chosen = st.navigation([*pages, *_unknown()], position="hidden")
    shell.follow({page.url_path: page for page in pages})
    chosen.run()


def _unknown() -> list[StreamlitPage]:
    """A page of its own for an address that names none, in place of Streamlit's English notice over the overview."""
    context = get_script_run_ctx()
    asked = context.pages_manager.intended_page_name if context else None
    if asked and asked not in {page.address for page in PAGES} and re.fullmatch(r"[\w.-]+", asked):
        st.session_state["unknown_page"] = asked
    known = st.session_state.get("unknown_page")
    return [st.Page(shell.unknown_page, url_path=known)] if known else []


if __name__ == "__main__":
    main()
