"""What a leader does, in a real browser: opens the overview, changes the unit, opens an indicator, clause and rows."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from conftest import Visit
from playwright.sync_api import Page, expect

from dashboards.i18n import catalogue
from dashboards.screenshots import serving, settle
from pipelines.settings import Home

pytestmark = pytest.mark.browser


def _bottom(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["y"] + box["height"]


@pytest.mark.parametrize(("lang", "width", "height"), [("zh", 1366, 768), ("en", 1440, 900)])
def test_the_first_screen_needs_no_scrolling(visit: Visit, lang: str, width: int, height: int) -> None:
    page = visit(f"?lang={lang}", width=width, height=height)
    assert page.locator(".card").count() >= 6
    for part in (".conclusion", ".cards", ".matters"):
        assert _bottom(page, part) <= height, part
    assert page.locator("html").get_attribute("lang") == ("zh-CN" if lang == "zh" else "en")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_from_the_overview_to_unit_indicator_clause_and_rows(visit: Visit, lang: str) -> None:
    words = catalogue(lang)
    page = visit(f"?lang={lang}")
    expect(page.locator(".over").first).to_contain_text("当湖街道" if lang == "zh" else "Danghu Street")

    page.get_by_role("combobox", name=words["picker.below"]).fill("松枫")
    page.get_by_role("option", name="松枫社区").click()
    expect(page.locator(".over").first).to_contain_text("松枫社区")
    assert "unit=330482001034" in page.url

    page.locator("a.card").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".clause").first).to_contain_text(words["clause.body"])
    expect(dialog.locator(".rows td").first).to_be_visible()
    assert "detail=certified_share" in page.url

    dialog.get_by_text(words["detail.more"]).click()
    expect(page.locator("#rows")).to_contain_text(words["detail.rows"])
    settle(page)
    assert "/indicator?" in page.url
    expect(page.locator(".clause").first).to_contain_text(words["clause.body"])
    page.locator(".plot .tip").last.hover()
    assert "%" in str(page.locator(".plot .tip").last.evaluate("one => getComputedStyle(one, '::after').content"))
    expect(page.locator(".rows td").first).to_be_visible()

    page.get_by_text(words["nav.overview"], exact=True).click()
    expect(page.locator(".conclusion")).to_be_visible()
    page.go_back()
    expect(page.locator("#rows")).to_be_visible()


def test_a_leader_finds_the_worst_clause_and_who_must_act(visit: Visit) -> None:
    words = catalogue("zh")
    page = visit()
    worst = page.locator("a.matter").first
    body = worst.locator(".act span").inner_text().removeprefix(words["matter.body"].format(body=""))
    article = worst.locator(".cite").inner_text()
    worst.click()
    page.get_by_role("dialog").locator(".clause header a").first.click()
    settle(page)
    assert "/clauses?" in page.url
    assert "clause=danghu_2017." in page.url
    facts = page.locator(".facts div", has_text=words["clause.body"])
    expect(facts.first).to_contain_text(body)
    assert article.endswith(page.locator(".panel .over a").first.inner_text().split("》")[1])
    page.locator(".value.open a").click()
    expect(page.get_by_role("dialog").locator(".rows td").first).to_be_visible()


def test_rows_are_turned_page_by_page(visit: Visit) -> None:
    page = visit("indicator?indicator=certified_share&unit=330482001&period=2018-Q2")
    before = page.locator(".rows").first.inner_text()
    page.get_by_role("button", name=catalogue("zh")["rows.on"]).click()
    expect(page.get_by_text("第 2 / ")).to_be_visible()
    assert page.locator(".rows").first.inner_text() != before


def test_closing_a_detail_leaves_its_address(visit: Visit) -> None:
    page = visit("?detail=certified_share~330482001~2018-Q2")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.wait_for_url(lambda address: "detail" not in address)


def test_a_wrong_link_is_told_kindly(visit: Visit) -> None:
    page = visit("indicator?unit=nowhere")
    expect(page.get_by_role("alert")).to_contain_text(catalogue("zh")["error.unknown_unit"])
    page.get_by_text(catalogue("zh")["error.home"]).click()
    expect(page.locator(".conclusion")).to_be_visible()


def test_a_new_file_is_shown_within_a_minute_without_a_reload(visit: Visit, demo_home: Home, tmp_path: Path) -> None:
    published = Home(tmp_path).published
    published.parent.mkdir()
    shutil.copy(demo_home.published, published)
    with serving(tmp_path) as address:
        page = visit(base=address)
        expect(page.locator(".over").first).to_contain_text("当湖街道")
        fresh = published.with_name("fresh.duckdb")
        shutil.copy(published, fresh)
        with duckdb.connect(str(fresh)) as con:
            con.execute("update marts.dim_unit set name = '新湖街道' where unit_id = 'nbs:330482001'")
        fresh.replace(published)
        expect(page.locator(".over").first).to_contain_text("新湖街道", timeout=60_000)
        page.close()
