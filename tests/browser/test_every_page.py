"""Every page in both languages and at every width: it fits, axe finds nothing, it speaks one language."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from conftest import Visit
from playwright.sync_api import Page

from dashboards.pages import PAGES
from dashboards.screenshots import settle
from dashboards.theme import DARK, LIGHT

pytestmark = pytest.mark.browser
WIDTHS = (1440, 820, 390)
# States that show what the bare page does not.
STATES = (
    "?detail=certified_share~330482001~2018-Q2",
    "scorecards?unit=D5",
    "scorecards?unit=D5-S1-C1",
    "worklist?follow=330482001034~danghu_2017.station_leaders",
    "clauses?policy=danghu_2017",
    "clauses?part=figures",
    "clauses?clause=danghu_2017.three_councils_three_teams",
)
ADDRESSES = (*(page.address for page in PAGES), *STATES)
# Whatever a reader meets as words: text that is drawn, and what stands in its place for those who listen.
WORDS = """() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        // the name of an icon is drawn as a picture
        const silent = parent.closest(
            'style, script, noscript, code, pre, [aria-hidden=true], [data-testid=stIconMaterial]');
        if (!silent && parent.checkVisibility()) found.push(node.data);
    }
    for (const name of ['placeholder', 'title', 'alt', 'aria-label', 'aria-description', 'aria-roledescription'])
        for (const node of document.querySelectorAll(`[${name}]`)) found.push(node.getAttribute(name));
    return found;
}"""
# Charts follow a window that became narrower a moment later.
FITS = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
    .every(part => part.scrollWidth <= part.clientWidth)
    && [...document.querySelectorAll('.pill, .tag')]
        .every(part => part.closest('table') || part.getBoundingClientRect().right <= innerWidth)"""
LATIN = re.compile(r"[A-Za-z]{2,}")
# Names that are the same in Chinese: of formats, of the project; the link to the other language.
SAME = {"english", "linli", "sql", "csv", "excel", "xlsx", "xls", "parquet"}
# Where axe looks: at every width, in both languages and both looks, without going through all combinations of them.
LOOKED_AT: dict[tuple[str, int], Literal["light", "dark"]] = {
    ("zh", 1440): "light",
    ("zh", 390): "dark",
    ("en", 820): "light",
}


def _put_on(page: Page, look: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=look)
    paper = {"light": LIGHT, "dark": DARK}[look].paper
    page.wait_for_function(f"getComputedStyle(document.documentElement).getPropertyValue('--paper') === '{paper}'")


def _complaints(page: Page) -> list[str]:
    """What axe finds, a line a rule, with the elements it finds it at."""
    found = page.evaluate("axe.run({resultTypes: ['violations'], preload: false}).then(told => told.violations)")
    return [f"{rule['id']}: {[node['html'][:160] for node in rule['nodes'][:5]]}" for rule in found]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_fits_is_accessible_and_speaks_one_language(visit: Visit, address: str, lang: str) -> None:
    page = visit(f"{address}{'&' if '?' in address else '?'}lang={lang}", width=WIDTHS[0])
    page.evaluate(AXE_SCRIPT)
    if lang == "zh":
        strange = {word for text in page.evaluate(WORDS) for word in LATIN.findall(text)}
        assert not {word for word in strange if word.lower() not in SAME}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        if look := LOOKED_AT.get((lang, width)):
            _put_on(page, look)
        settle(page)
        page.wait_for_function(FITS)
        assert not look or not _complaints(page), (width, look)
