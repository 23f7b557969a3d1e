"""What a reader waits for in a real Chromium: the first load, and the change from one page to the next.

Belongs here: timing in the browser. Does not belong here: the server's share of it (sessions.py, statements.py).
"""

from __future__ import annotations

from playwright.sync_api import BrowserContext

from benchmarks.pages.measured import Measured
from dashboards.pages import PAGES
from dashboards.screenshots import chromium, serving
from pipelines.settings import Home

COLD_BAR, WARM_BAR, SWITCH_BAR = 5000.0, 2500.0, 700.0
_STANDS = "document.querySelector('.foot') && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')"
# From the click to the first drawn picture in which the new page stands whole.
_SWITCH = f"""async (number) => {{
    const links = () => [...document.querySelectorAll('.brand nav a')];
    const started = performance.now();
    links()[number].click();
    while (!(links()[number]?.classList.contains('here') && {_STANDS}))
        await new Promise(requestAnimationFrame);
    return performance.now() - started;
}}"""


def cold(home: Home, times: int) -> Measured:
    """The overview in a browser that never saw it, from a server that was just started."""
    taken = []
    for _ in range(times):
        with serving(home.root) as address, chromium() as browser:
            taken.append(_load(browser, address))
    return Measured("first load, cold", taken, COLD_BAR, 100)


def warm(browser: BrowserContext, address: str, unit: str, times: int) -> list[Measured]:
    """Each page of a unit opened by its address in a new tab."""
    _load(browser, address)
    return [
        Measured(
            f"first load, warm: {page.module}",
            [_load(browser, f"{address}{page.address}?unit={unit}") for _ in range(times)],
            WARM_BAR,
        )
        for page in PAGES
    ]


def switches(browser: BrowserContext, address: str, unit: str, times: int) -> list[Measured]:
    """From page to page of a unit within a session, by the links of the head."""
    page = browser.new_page()
    page.goto(f"{address}?unit={unit}")
    page.wait_for_function(_STANDS)
    taken: list[list[float]] = [[] for _ in PAGES]
    for turn in range(times + 1):
        for number in (*range(1, len(PAGES)), 0):
            page.wait_for_timeout(300)
            spent = float(page.evaluate(_SWITCH, number))
            if turn:  # the first round fetches what each page alone needs
                taken[number].append(spent)
    page.close()
    return [Measured(f"switch to {page.module}", spent, SWITCH_BAR) for page, spent in zip(PAGES, taken, strict=True)]


def _load(browser: BrowserContext, address: str) -> float:
    page = browser.new_page()
    page.goto(address, wait_until="commit")
    page.wait_for_function(_STANDS, timeout=60_000)
    spent = float(page.evaluate("performance.now()"))
    page.close()
    return spent
