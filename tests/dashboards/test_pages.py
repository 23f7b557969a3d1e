"""Every page, in both languages, in every state it may be found in."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest
from opening import Open, opener, shown

import dashboards
from dashboards import app_pages
from dashboards.i18n import catalogue
from pipelines.settings import Home

PAGES = [module.name for module in pkgutil.iter_modules(app_pages.__path__)]


def test_every_module_of_the_pages_can_be_imported() -> None:
    for module in pkgutil.walk_packages(dashboards.__path__, "dashboards."):
        importlib.import_module(module.name)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_in_both_languages(open_page: Open, page: str, lang: str) -> None:
    text = shown(open_page(page, lang=lang))
    assert 'role="alert"' not in text
    assert catalogue(lang)["brand.name"] in text
    assert catalogue(lang)["tag.demo"] in text


def test_the_overview_opens_on_the_home_unit_and_its_last_complete_period(open_page: Open) -> None:
    text = shown(open_page())
    assert "当湖街道 · 截至2018年第2季度" in text
    for indicator in ("社工持证率", "三会一课参与率", "入户走访率", "人均经费"):
        assert indicator in text
    assert text.count('class="go card') >= 6
    assert "对标" in text


def test_the_address_decides_what_is_shown(open_page: Open) -> None:
    text = shown(open_page(unit="330482001034", period="2017-Q4", lang="en"))
    assert "松枫社区 · to" in text
    assert "2017" in text
    assert "unit=330482001034" in text
    assert "lang=en" in text


def test_in_english_names_stay_and_what_each_unit_is_is_said(open_page: Open) -> None:
    assert "松枫社区 (Community), Danghu Street" in shown(open_page("unit", unit="330482001034", lang="en"))
    assert "当湖街道松枫社区" in shown(open_page("unit", unit="330482001034"))


def test_choosing_a_unit_and_a_period_changes_the_address(open_page: Open) -> None:
    app = open_page()
    below = next(box for box in app.selectbox if box.key.startswith("below:"))
    below.select("nbs:330482001034").run()
    assert app.query_params["unit"] == "330482001034"
    assert "松枫社区 · 截至" in shown(app)
    kind = next(box for box in app.selectbox if box.key.startswith("kind:"))
    kind.select("year").run()
    assert app.query_params["period"] == "2017"
    area = next(box for box in app.selectbox if box.key.startswith("area:"))
    area.select("nbs:6201").run()
    assert app.query_params["unit"] == "6201"
    assert "兰州市 · 截至2020年第2季度" in shown(app)


def test_a_number_opens_its_clause_and_its_rows(open_page: Open) -> None:
    text = shown(open_page(detail="certified_share_under_45~330482001~2018-Q2"))
    assert "责任单位" in text
    assert 'data-label="来源文件"' in text
    assert 'data-label="行号"' in text


def test_rows_are_turned_page_by_page(open_page: Open) -> None:
    app = open_page("indicator", indicator="certified_share", period="2018-Q2")
    assert "第 1 / " in shown(app)
    next(button for button in app.button if button.label == "下一页").click().run()
    assert "第 2 / " in shown(app)


@pytest.mark.parametrize("tree", ["6201", "150204", "370571", "demo:D5", "620102001001"])
def test_every_area_opens(open_page: Open, tree: str) -> None:
    text = shown(open_page(unit=tree))
    assert 'role="alert"' not in text
    assert text.count('<article class="card') + text.count('class="go card') >= 4


@pytest.mark.parametrize(
    ("page", "address", "key"),
    [
        ("overview", {"unit": "999"}, "unknown_unit"),
        ("overview", {"period": "2016-Q9"}, "bad_period"),
        ("overview", {"period": "1949"}, "unknown_period"),
        ("indicator", {"indicator": "nonsense"}, "unknown_indicator"),
        ("overview", {"detail": "certified_share~330482001~2018-W07"}, "no_such_value"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_wrong_link_is_told_kindly(open_page: Open, page: str, address: dict[str, str], key: str, lang: str) -> None:
    text = shown(open_page(page, lang=lang, **address))
    assert catalogue(lang)[f"error.{key}"] in text
    assert "Traceback" not in text


@pytest.mark.parametrize("page", PAGES)
def test_without_a_published_file_the_page_says_what_to_run(
    fresh_caches: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setenv("LINLI_HOME", str(tmp_path))
    text = shown(opener(page))
    assert catalogue("zh")["error.no_published_file"] in text
    assert "linli run" in text


def test_a_file_of_another_version_is_told_kindly(
    fresh_caches: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import duckdb

    monkeypatch.setenv("LINLI_HOME", str(tmp_path))
    published = Home(tmp_path).published
    published.parent.mkdir()
    duckdb.connect(str(published)).close()
    text = shown(opener())
    assert catalogue("zh")["error.other_program"] in text


def test_a_swapped_file_is_shown_without_a_restart(
    fresh_caches: None, demo_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    monkeypatch.setenv("LINLI_HOME", str(tmp_path))
    app = opener()
    assert catalogue("zh")["error.no_published_file"] in shown(app)
    published = Home(tmp_path).published
    published.parent.mkdir()
    shutil.copy(demo_home.published, published.with_suffix(".new"))
    published.with_suffix(".new").replace(published)
    assert "当湖街道 · 截至" in shown(app.run())
