"""What a leader does with a gap, in a real browser: opens the list, assigns one gap, sees that it was received."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import Visit
from playwright.sync_api import expect

from dashboards.i18n import catalogue
from dashboards.screenshots import serving, settle
from pipelines.product.follow_up import waiting
from pipelines.settings import Home

pytestmark = pytest.mark.browser
WORDS = catalogue("zh")


@pytest.fixture(scope="module")
def place(demo_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An installation of one's own that shows what the demo published."""
    home = Home(tmp_path_factory.mktemp("worklist"))
    (home.root / "published").symlink_to(demo_home.published.parent)
    return home


@pytest.fixture(scope="module")
def address(place: Home) -> Iterator[str]:
    with serving(place.root) as served:
        yield served


def test_a_gap_is_assigned_and_shown_as_received(visit: Visit, place: Home, address: str) -> None:
    page = visit("?period=2018-Q2", base=address)
    page.locator("a.all").click()
    expect(page.locator(".conclusion h1")).to_contain_text("项差距待办")
    row = page.locator(".work").filter(has_text="成立领导小组").locator("li").filter(has_text="东升社区")
    row.locator("a.act").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("东升社区")
    dialog.get_by_label(WORDS["follow_up.assigned"]).fill("东升社区居委会")
    dialog.get_by_label(WORDS["follow_up.promised"]).fill("2018年7月31日")
    dialog.get_by_label(WORDS["follow_up.remark"]).fill("七月底前成立")
    dialog.get_by_role("button", name=WORDS["follow_up.send"]).click()
    expect(dialog.get_by_role("status")).to_contain_text("已收到")
    dialog.get_by_text(WORDS["follow_up.back"]).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    received = page.locator(".work li").filter(has_text=WORDS["worklist.received"])
    expect(received).to_contain_text("承诺2018年7月31日完成")
    expect(received).to_contain_text("七月底前成立")
    assert "follow=" not in page.url
    ((unit, clause),) = waiting(place)
    assert (unit, clause) == ("330482001030", "danghu_2017.community_leading_groups")


def test_a_row_opens_its_clause_and_its_rows(visit: Visit) -> None:
    page = visit("worklist")
    page.locator("a.facts-of").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".clause").first).to_contain_text(WORDS["clause.body"])
    expect(dialog.locator(".rows td").first).to_be_visible()


def test_the_rest_of_a_clause_unfolds_and_the_list_is_narrowed(visit: Visit) -> None:
    page = visit("worklist")
    folded = page.locator(".work details").first
    expect(folded.locator("li").first).to_be_hidden()
    folded.locator("summary").click()
    expect(folded.locator("li").first).to_be_visible()
    page.locator("a.count").first.click()
    page.wait_for_url(lambda url: "state=not_started" in url)
    settle(page)
    expect(page.locator(".work .pill").first).to_contain_text(WORDS["follow_up.not_started"])
    page.get_by_text(WORDS["nav.overview"], exact=True).click()
    expect(page.locator(".cards")).to_be_visible()
    assert "state=" not in page.url
