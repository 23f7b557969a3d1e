"""Pages run against the demo file that is built once a test session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st
from opening import Open, opener

from pipelines.settings import Home


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
