"""Every page in both languages and at every width: it fits, axe finds nothing, it speaks one language."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Visit
from playwright.sync_api import Page

from dashboards.pages import PAGES
from dashboards.screenshots import settle

pytestmark = pytest.mark.browser
WIDTHS = (1440, 820, 390)
DETAIL = "?detail=certified_share~330482001~2018-Q2"
ADDRESSES = (*(page.address for page in PAGES), DETAIL)
# Whatever a reader meets as words: text that is drawn, and what stands in its place for those who listen.
WORDS = """() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (!parent.closest('style, script, noscript, code, pre') && parent.checkVisibility()) found.push(node.data);
    }
    for (const name of ['placeholder', 'title', 'alt', 'aria-label', 'aria-description', 'aria-roledescription'])
        for (const node of document.querySelectorAll(`[${name}]`)) found.push(node.getAttribute(name));
    return found;
}"""
LATIN = re.compile(r"[A-Za-z]{2,}")
# Names that are the same in Chinese: of formats, of the project.
SAME = {"English", "Linli", "SQL", "CSV", "Excel"}


def _sideways(page: Page) -> bool:
    return bool(
        page.evaluate(
            "[document.documentElement, document.querySelector('[data-testid=stMain]')]"
            ".some(part => part.scrollWidth > part.clientWidth)"
        )
    )


def _complaints(page: Page) -> list[str]:
    """What axe finds, a line a rule, with the elements it finds it at."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {[node['html'][:160] for node in rule['nodes'][:5]]}" for rule in found]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_fits_is_accessible_and_speaks_one_language(visit: Visit, address: str, lang: str) -> None:
    page = visit(f"{address}{'&' if '?' in address else '?'}lang={lang}", width=WIDTHS[0])
    if lang == "zh":
        strange = {word for text in page.evaluate(WORDS) for word in LATIN.findall(text)} - SAME
        assert not strange
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        settle(page)
        assert not _sideways(page), width
        assert not _complaints(page), width
