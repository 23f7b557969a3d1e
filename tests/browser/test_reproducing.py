"""What an analyst does: from a card to its statement, to the same number, to another question."""

from __future__ import annotations

import pytest
from conftest import Visit
from playwright.sync_api import expect

from dashboards.i18n import catalogue

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_cards_number_is_found_again_in_sql(visit: Visit, lang: str) -> None:
    words = catalogue(lang)
    page = visit(f"?lang={lang}")
    card = page.locator("a.card").first
    shown = card.locator(".value").inner_text().split("%")[0].strip()
    card.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text(words["analysis.fold"]).click()
    dialog.get_by_text(words["analysis.open"]).click()
    expect(page.locator('.answer td[data-label="rounded"]')).to_have_text(shown)
    assert "/analysis?" in page.url

    box = page.get_by_role("textbox", name=words["analysis.statement"])
    box.fill("select 40 + 2 as answer")
    page.get_by_role("button", name=words["analysis.run"]).click()
    expect(page.locator('.answer td[data-label="answer"]')).to_have_text("42")
    assert "sql=select" in page.url
    with page.expect_download() as told:
        page.get_by_role("button", name="csv").click()
    assert told.value.path().read_text(encoding="utf-8-sig") == "answer\n42\n"

    box = page.get_by_role("textbox", name=words["analysis.statement"])
    box.fill("select nosuch")
    page.get_by_role("button", name=words["analysis.run"]).click()
    expect(page.get_by_role("alert")).to_contain_text("nosuch")
