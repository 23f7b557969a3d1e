"""Every state an installation may be in is a page that says what happened and what to do, in both languages."""

from __future__ import annotations

import json
import os

import pytest
import streamlit as st
from opening import Open, opener, shown

from dashboards import installation, messages, reading
from dashboards.i18n import catalogue
from dashboards.queries import operations
from pipelines.errors import LinliError
from pipelines.product import program as programs
from pipelines.product.runs import RunLog
from pipelines.settings import Home

LANGS = pytest.mark.parametrize("lang", ["zh", "en"])
WHY = LinliError("磁盘已满", "the disk is full", code="cannot_write")


@pytest.fixture
def unpublished(fresh_caches: None, home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An installation where nothing is published."""
    monkeypatch.setenv("LINLI_HOME", str(home.root))
    return home


@pytest.fixture
def published(unpublished: Home, demo_home: Home) -> Home:
    """One that shows the demo, without its ledger and its runs."""
    unpublished.published.parent.mkdir(parents=True)
    os.link(demo_home.published, unpublished.published)
    return unpublished


def _put(home: Home, name: str = "花名册.xlsx") -> None:
    (home.landing / "330482001").mkdir(parents=True)
    (home.landing / "330482001" / name).write_bytes(b"x")


def _fail(home: Home) -> None:
    log = RunLog(home)
    log.stage("build")
    log.failed(WHY)


@LANGS
def test_nothing_delivered(unpublished: Home, lang: str) -> None:
    text = shown(opener(lang=lang))
    assert catalogue(lang)["start.empty"] in text
    assert '<code class="command">linli demo</code>' in text


@LANGS
def test_delivered_and_never_run(unpublished: Home, lang: str) -> None:
    _put(unpublished)
    text = shown(opener(lang=lang))
    assert catalogue(lang)["start.waiting"] in text
    assert "1 " in text


@LANGS
def test_being_built(unpublished: Home, lang: str) -> None:
    log = RunLog(unpublished)
    log.stage("build")
    text = shown(opener("operations", lang=lang))
    assert catalogue(lang)["start.building"] in text
    assert f'<li class="now">… {catalogue(lang)["operating.stage_build"]}' in text


@LANGS
def test_the_first_run_failed(unpublished: Home, lang: str) -> None:
    _fail(unpublished)
    text = shown(opener("operations", lang=lang))
    assert catalogue(lang)["start.failed"] in text
    assert (WHY.zh if lang == "zh" else WHY.en) in text


@pytest.mark.parametrize(("page", "lang"), [("overview", "zh"), ("analysis", "en")])
def test_a_file_that_is_not_up_to_date_is_said_on_every_page(published: Home, page: str, lang: str) -> None:
    words = catalogue(lang)
    assert 'class="banner' not in shown(opener(page, lang=lang))
    _put(published)
    st.cache_data.clear()
    text = shown(opener(page, lang=lang))
    assert words["banner.waiting"].split("{published}")[0].format(waiting=1) in text
    _fail(published)
    st.cache_data.clear()
    text = shown(opener(page, lang=lang))
    assert 'class="banner bad"' in text
    assert (WHY.zh if lang == "zh" else WHY.en) in text
    assert "./operations?" in text
    log = RunLog(published)
    log.stage("ingest")
    st.cache_data.clear()
    assert words["operating.stage_ingest"] in shown(opener(page, lang=lang))


@LANGS
def test_a_unit_that_has_not_sent_everything_says_so(open_page: Open, lang: str) -> None:
    words = catalogue(lang)
    assert words["banner.incomplete_hint"] in shown(open_page(period="2018-Q2", lang=lang))
    assert words["banner.incomplete_hint"] not in shown(open_page(period="2017-Q1", lang=lang))


@LANGS
def test_a_corrupt_file_is_told(published: Home, demo_home: Home, lang: str) -> None:
    torn = published.published.with_suffix(".torn")
    torn.write_bytes(demo_home.published.read_bytes()[: 3 * 4096])
    torn.replace(published.published)
    text = shown(opener(lang=lang))
    assert any(catalogue(lang)[f"error.{key}"] in text for key in ("unreadable_published_file", "query_failed"))
    assert "./operations?" in text
    assert "Traceback" not in text


@LANGS
def test_a_unit_one_may_not_see_is_told(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(st, "html", told.append)
    messages.show(lang, LinliError("请向管理员申请。", "Ask the operator for it.", code="no_right"))
    (text,) = told
    assert catalogue(lang)["error.no_right"] in text
    assert ("请向管理员申请。" if lang == "zh" else "Ask the operator for it.") in text
    assert "⊘" in text


def test_a_run_that_published_is_no_news(published: Home) -> None:
    log = RunLog(published)
    log.stage("publish")
    log.published(files=1, refused=0, duplicates=0, rows=5)
    assert 'class="banner' not in shown(opener())
    assert catalogue("zh")["operating.now_fresh"] in shown(opener("operations"))


def test_a_refused_file_and_its_reason_stand_on_the_operations_page(published: Home) -> None:
    published.raw.mkdir()
    entry = {"delivery_id": "refused-1", "dataset": None, "status": "refused", "reason_zh": "文件有密码。"}
    event = {"event": "received", "file_name": "走访.xlsx", "sha256": "ab", "sender_code": "330482001034"}
    event |= {"received_at": "2018-06-22T09:10:00", "deliveries": [entry | {"reason_en": "It has a password."}]}
    published.ledger.write_text(json.dumps(event) + "\n")
    text = shown(opener("operations"))
    assert "文件有密码。" in text
    assert "松枫社区" in text
    assert "delivery=refused-1" in text
    assert catalogue("zh")["operating.now_refused"].format(refused=1) in text
    assert "It has a password." in shown(opener("operations", lang="en"))


@LANGS
def test_data_of_an_earlier_program_are_shown_and_said_to_be(
    published: Home, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = catalogue(lang)["banner.other_program"].split("{")[0]
    assert said not in shown(opener(lang=lang))
    monkeypatch.setattr(programs, "program", lambda: "the one after")
    installation._is_of_another_program.cache_clear()
    assert said in shown(opener(lang=lang))
    installation._is_of_another_program.cache_clear()


@LANGS
def test_what_an_earlier_program_has_not_published_is_told(
    published: Home, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "checks", lambda: reading.frame("select to_come from meta.audit_check"))
    text = shown(opener("operations", lang=lang))
    assert catalogue(lang)["failure.other_program"] in text
    assert "./operations?" in text
    assert catalogue(lang)["error.query_failed"] not in text
