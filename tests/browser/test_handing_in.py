"""A clerk drops a crooked file, sees exactly what is wrong, mends it there and hands it in."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Visit
from playwright.sync_api import expect
from support import desk, run_linli

from dashboards.i18n import catalogue
from dashboards.screenshots import serving
from pipelines.intake.landing import pending
from pipelines.settings import Home

pytestmark = pytest.mark.browser
CROOKED = """松枫社区入户走访登记表(2018年7月)
填报单位：松枫社区,,,,
序号,走访日期,住户编号,走访人工号,走访内容
1,2018.7.3,SF-0001,SF003,看望
2,2018-02-30,SF-0003,SF003,
3,20180706,,SF003,
4,7月8日,SF-0005,SF004,
"""


def test_three_bad_cells_are_mended_and_handed_in(visit: Visit, demo_home: Home, tmp_path: Path) -> None:
    words = catalogue("zh")
    place = desk(demo_home, tmp_path / "data")
    with serving(place.root) as address:
        page = visit("deliveries?unit=330482001034", base=address)
        field = page.locator(".st-key-panel_upload")
        assert "Upload" not in field.inner_text() and "per file" not in field.inner_text()
        file = {"name": "走访7月.csv", "mimeType": "text/csv", "buffer": CROOKED.encode("gb18030")}
        page.locator("input[type=file]").set_input_files(file)
        boxes = field.locator("[data-testid=stForm] input[type=text]")
        expect(field.locator(".bad-cell")).to_have_count(3, timeout=60_000)
        expect(boxes).to_have_count(3)
        for number, text in enumerate(("2018-07-05", "SF-0004", "2018-07-08")):
            boxes.nth(number).fill(text)
        page.get_by_role("button", name=words["upload.judge_again"]).click()
        page.get_by_role("button", name=words["upload.deliver"], exact=True).click(timeout=60_000)
        expect(field.locator(".said.good")).to_contain_text(words["upload.received"].format(file="走访7月.xlsx"))
        expect(page.locator("td", has_text=words["received.waiting"])).to_be_visible()
        page.close()
    (path,) = pending(place)
    assert path.parent.name == "330482001034"
    checked = run_linli(place, "check", str(path))
    assert checked.returncode == 0, checked.stdout
