"""Pages run against the demo file that is built once a test session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pipelines.settings import PROJECT_DIR, Home

APP = PROJECT_DIR / "dashboards" / "app.py"
Open = Callable[..., AppTest]


@pytest.fixture
def fresh_caches() -> Iterator[None]:
    """Pages keep what they read by version of the file; another home must not meet it."""
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def open_page(fresh_caches: None, demo_home: Home, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page at an address, on the published demo."""
    monkeypatch.setenv("LINLI_HOME", str(demo_home.root))
    return opener


def opener(page: str = "overview", **address: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params.update(address)
    if page != "overview":
        app.switch_page(str(Path("app_pages") / f"{page}.py"))
    return app.run()


def shown(app: AppTest) -> str:
    """Everything a reader sees that is not a widget, as text and markup."""
    assert not app.exception
    return unescape("\n".join(str(element.proto.body) for element in app.get("html")))
