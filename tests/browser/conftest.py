"""A real server on a loopback port and a real Chromium, once a session; every page watched while it is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

from dashboards.screenshots import chromium, serving, settle
from pipelines.settings import Home

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def dashboard(demo_home: Home) -> Iterator[str]:
    with serving(demo_home.root) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[BrowserContext]:
    with chromium() as context:
        yield context


@pytest.fixture
def visit(browser: BrowserContext, dashboard: str) -> Iterator[Visit]:
    """Open an address; afterwards nothing may have been logged as an error or asked of another host."""
    pages: list[Page] = []
    errors: list[str] = []
    strangers: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    def asked(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.hostname != "127.0.0.1":
            strangers.append(request.url)

    def opened(path: str = "", width: int = 1440, height: int = 900, base: str = "") -> Page:
        page = browser.new_page()
        pages.append(page)
        page.set_default_timeout(20_000)
        page.set_viewport_size({"width": width, "height": height})
        page.on("console", heard)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", asked)
        page.goto((base or dashboard) + path)
        settle(page)
        return page

    yield opened
    for page in pages:
        page.close()
    assert not errors
    assert not strangers
