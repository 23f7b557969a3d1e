"""Opening a page the way a browser would, and reading what it shows.

Belongs here: helpers of the page tests. Does not belong here: fixtures (conftest.py).
"""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from pathlib import Path

from streamlit.testing.v1 import AppTest

from pipelines.settings import PROJECT_DIR

APP = PROJECT_DIR / "dashboards" / "app.py"
Open = Callable[..., AppTest]


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
