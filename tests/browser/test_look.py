"""Dark and paper, keyboard and screen reader: the same pages, looked at otherwise."""

from __future__ import annotations

import pytest
from conftest import Visit
from playwright.sync_api import Page, expect

from dashboards.i18n import catalogue
from dashboards.screenshots import settle
from dashboards.theme import DARK, LIGHT, PAPER_WIDTH

pytestmark = pytest.mark.browser
INDICATOR = "indicator?indicator=certified_share_under_45&unit=330482001&period=2018-Q2"
BACKGROUND = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"


def _rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"


def _unfold(page: Page) -> None:
    """Open the picture that is drawn by Plotly."""
    page.locator("[class*=st-key-panel_distribution] summary").first.click()
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_attached(timeout=20_000)
    settle(page)


def _axis_colour(page: Page) -> str:
    return str(page.locator(".xtick text").first.evaluate("element => getComputedStyle(element).fill"))


def test_markup_and_charts_follow_the_readers_light_and_dark(visit: Visit) -> None:
    page = visit(INDICATOR)
    _unfold(page)
    assert page.evaluate(BACKGROUND) == _rgb(LIGHT.paper)
    assert _axis_colour(page) == _rgb(LIGHT.ink)
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".xtick text").first).to_have_css("fill", _rgb(DARK.ink))
    assert page.evaluate(BACKGROUND) == _rgb(DARK.paper)


def test_paper_is_light_without_controls_and_with_every_table(visit: Visit) -> None:
    page = visit(INDICATOR)
    _unfold(page)
    page.emulate_media(color_scheme="dark")
    settle(page)
    page.emulate_media(media="print", color_scheme="dark")
    for control in (".st-key-scope", "nav", "[data-testid=stDownloadButton]", "details.twin > summary"):
        assert not page.locator(control).first.is_visible(), control
    assert page.locator(".tag.demo").first.is_visible()
    table = page.locator("details.twin table").first
    assert table.is_visible()
    assert page.locator("h2").first.evaluate("element => getComputedStyle(element).color") == _rgb(LIGHT.ink)
    turned = "getComputedStyle(document.querySelector('.js-plotly-plot')).filter"
    assert "invert" in page.evaluate(turned)


def test_a_phone_shows_what_each_unit_is_short_of_and_all_when_asked(visit: Visit) -> None:
    page = visit("", width=390, height=844)
    met = page.locator(".matrix .cell.good").first
    expect(page.locator(".matrix .cell.bad").first).to_be_visible()
    expect(met).to_be_hidden()
    page.locator("details.whole summary").click()
    expect(met).to_be_visible()


def test_the_keyboard_passes_the_head_and_sees_where_it_is(visit: Visit) -> None:
    page = visit(INDICATOR)
    page.locator("a.skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.keyboard.press("Tab")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) == "solid"


def test_charts_and_frame_speak_the_readers_language(visit: Visit) -> None:
    page = visit(f"{INDICATOR}&detail=certified_share_under_45~330482001~2018-Q2")
    close = page.get_by_role("dialog").get_by_role("button", name=catalogue("zh")["frame.close"])
    expect(close).to_be_visible()
    close.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    figures = page.get_by_role("figure")
    assert figures.count() >= 3
    assert "变为" in str(figures.first.get_attribute("aria-label"))


def test_figures_shrink_to_the_width_of_paper_and_grow_again(visit: Visit) -> None:
    page = visit(INDICATOR)
    _unfold(page)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    zooms = "[...document.querySelectorAll('.js-plotly-plot')].map(plot => plot.style.zoom)"
    drawn = (
        "[...document.querySelectorAll('.js-plotly-plot .main-svg:first-child')].map(svg => svg.getAttribute('width'))"
    )
    fits = [min(1, PAPER_WIDTH / float(width)) for width in page.evaluate(drawn)]
    assert min(fits) < 1
    assert [float(zoom) for zoom in page.evaluate(zooms)] == pytest.approx(fits, rel=0.01)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert set(page.evaluate(zooms)) == {""}
