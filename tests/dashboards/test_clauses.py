"""The page of documents and clauses: its figures against plain SQL, its states, and what never carries a light."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from opening import Open, opener, shown

from dashboards.documents.records import Document, Requirement
from dashboards.i18n import catalogue
from dashboards.standing import Standing
from pipelines.settings import PROJECT_DIR, Home

DANGHU, UNTIL = "nbs:330482001", dt.date(2018, 6, 30)
LIT = re.compile(r'class="pill (good|warn|bad)"')
Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def ask(demo_home: Home) -> Ask:
    """Put plain SQL to the published demo."""

    def asked(sql: str, *values: object) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(demo_home.published), read_only=True) as con:
            return con.execute(sql, list(values)).fetchall()

    return asked


def _article(text: str, title: str) -> str:
    """The part of the page that tells of one document."""
    return next(part for part in text.split('<article class="document">') if title in part).split("</article>")[0]


def test_a_unit_meets_its_own_document_first_with_how_its_clauses_stand(open_page: Open, ask: Ask) -> None:
    text = shown(open_page("clauses"))
    own, others = text.index("本单位执行的文件"), text.index("可对照的文件")
    assert own < text.index("当街办〔2017〕19号") < others < text.index("国办发〔2021〕56号")
    latest = ask(
        """
        select status, count(*) from (
            select clause_id, max_by(status, period_end) as status from marts.fct_assessment
            where unit_id = ? and period_end <= ? and clause_id like 'danghu_2017.%' and value is not null group by all
        ) group by all
        """,
        DANGHU,
        UNTIL,
    )
    counts = dict(latest)
    card = _article(text, "省级社区治理和服务创新实验区")
    for word, status in (("未达标", "missed"), ("滞后", "behind"), ("达标", "met")):
        assert re.search(rf"</i>{word}</span><b>{counts[status]}</b>", card), status
    [(below,)] = ask(
        """
        select count(*) from (
            select max_by(status, period_end) as status from marts.fct_assessment
            where unit_id like ? and period_end <= ? and clause_id like 'danghu_2017.%' and value is not null and is_lit
            group by clause_id, unit_id
        ) where status = 'missed'
        """,
        f"{DANGHU}___",
        UNTIL,
    )
    assert f"</i>未达标</span><b>{below}</b>" in card.split("<span>下级</span>")[1]
    declared = yaml.safe_load((PROJECT_DIR / "seeds/policies/danghu_2017.yml").read_text(encoding="utf-8"))
    assert f"共 {len(declared['clauses'])} 条" in card
    assert "未印失效日期" in card


def test_benchmarks_print_how_far_they_were_verified(open_page: Open) -> None:
    text = shown(open_page("clauses", lang="en"))
    assert "Quoted second-hand, original not read" in _article(text, "National plan for community services")
    assert "The plan itself was not read." in text


def test_a_document_the_unit_does_not_follow_never_lights(open_page: Open) -> None:
    text = shown(open_page("clauses", policy="lanzhou_2012"))
    assert not LIT.search(text)
    assert text.count("对标") > 50
    assert "差 " in text


def test_the_filter_leaves_one_state(open_page: Open) -> None:
    text = shown(open_page("clauses", policy="danghu_2017", status="missed"))
    rows = text.split("<tr>")[1:]
    clauses = [row for row in rows if "clause=danghu_2017." in row]
    assert clauses
    assert all("未达标" in row for row in clauses)
    none = shown(open_page("clauses", policy="danghu_2017", status="nonsense", part="nonsense", lang="en"))
    assert catalogue("en")["held.nothing"] in none


def test_a_clause_tells_who_must_act_and_which_units_fall_short(open_page: Open, ask: Ask) -> None:
    clause = "danghu_2017.three_councils_three_teams"
    text = shown(open_page("clauses", clause=clause))
    [(short, below)] = ask(
        "select count(*) filter (where status = 'missed'), count(*) from marts.fct_assessment"
        " where clause_id = ? and period_end = ? and is_lit and unit_id like ?",
        clause,
        UNTIL,
        f"{DANGHU}___",
    )
    assert f"下级 {below} 个单位" in text
    assert re.search(rf"</i>未达标</span><b>{short}</b>", text)
    [(body, reading)] = ask("select responsible_body, reading from marts.dim_clause where clause_id = ?", clause)
    assert body in text
    assert reading in text
    assert "detail=six_bodies_share~330482001~2018-H1" in text
    assert "D2-058" in text


def test_a_conflict_stands_with_both_clauses_and_its_arithmetic(open_page: Open) -> None:
    text = shown(open_page("clauses", part="conflicts"))
    assert "18 个单位中有 18 个不能同时做到两条" in text
    assert "三(二)1-4" in text
    worked = shown(open_page("clauses", part="conflicts", unit="150204001021", lang="en"))
    assert re.search(r"80 × Grid worker-months \d+ = [\d,]+ households", worked)
    assert "both cannot be met" in worked


def test_printed_figures_that_do_not_agree_stand_out_with_a_signed_explanation(open_page: Open, ask: Ask) -> None:
    text = shown(open_page("clauses", part="figures"))
    verdicts = dict(
        ask("select verdict, count(*) from marts.fct_reconciliation where unit_id like ? group by all", f"{DANGHU}%")
    )
    assert f"相符 {verdicts['agrees']} 个，不符 {verdicts['deviates']} 个" in text
    opened = text.split("<details>")[0]
    assert "漏写“万”" in opened
    assert opened.count("数据核对员（演示）") == verdicts["deviates"]
    fitted = shown(open_page("clauses", part="figures", unit="150204"))
    assert "照印出数字编造的演示数据" in fitted


@pytest.mark.parametrize(("policy", "total", "refused"), [(None, 327, 2), ("danghu_2017", 101, 1)])
def test_the_coverage_of_the_documents_is_told_with_the_refusals(
    open_page: Open, policy: str | None, total: int, refused: int
) -> None:
    address = {"policy": policy} if policy else {}
    text = shown(open_page("clauses", part="facts", **address))
    assert f"可计量的陈述 {total} 条" in text
    assert f"不计算 {refused}，缺 0" in text
    assert "持续采集工作人员的位置信息" in text


@pytest.mark.parametrize(("key", "lang"), [("policy", "zh"), ("clause", "en")])
def test_a_link_to_nothing_is_told_kindly(open_page: Open, key: str, lang: str) -> None:
    text = shown(open_page("clauses", lang=lang, **{key: "nonsense"}))
    assert catalogue(lang)[f"error.unknown_{key}"] in text
    assert "nonsense" in text


@pytest.fixture
def altered(fresh_caches: None, demo_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo with Danghu's document expired in March 2018, and a Lanzhou that follows nothing."""
    published = Home(tmp_path).published
    published.parent.mkdir()
    shutil.copy(demo_home.published, published)
    with duckdb.connect(str(published)) as con:
        con.execute("update marts.dim_policy set effective_to = '2018-03-31' where policy_id = 'danghu_2017'")
        con.execute(
            "update marts.fct_assessment set status = 'expired'"
            " where clause_id like 'danghu_2017.%' and period_end > '2018-03-31'"
        )
        con.execute("delete from marts.dim_adoption where policy_id = 'lanzhou_2012'")
        con.execute("update marts.fct_assessment set adopted = false where clause_id like 'lanzhou_2012.%'")
    monkeypatch.setenv("LINLI_HOME", str(tmp_path))


@pytest.mark.usefixtures("altered")
def test_an_expired_document_and_a_unit_without_one_are_told() -> None:
    text = shown(opener("clauses", policy="danghu_2017", unit="330482001"))
    assert "已于2018年3月31日到期" in text
    assert "文件已到期" in text
    assert not LIT.search(text)
    assert not LIT.search(shown(opener("clauses", clause="danghu_2017.three_councils_three_teams")))
    assert catalogue("zh")["matter.none"] in shown(opener(unit="330482001"))
    none = shown(opener("clauses", unit="6201"))
    assert catalogue("zh")["doc.none"].format(unit="兰州市") in none
    assert catalogue("zh")["doc.no_own"] in none
    assert not LIT.search(none)


def test_the_overview_names_the_clause_behind_what_it_says(open_page: Open, ask: Ask) -> None:
    text = shown(open_page())
    top = text.split("<h1>")[1].split("</h1>")[0]
    clause = re.search(r"clause=([a-z0-9_.]+)", top)
    assert clause
    [(short, article)] = ask(
        "select policy_short_title, article from marts.dim_clause where clause_id = ?", clause.group(1)
    )
    assert f"《{short}》{article}" in top
    assert text.split('class="matters"')[1].count(f"《{short}》") >= 1


def test_the_clause_of_an_opened_number_leads_to_its_page(open_page: Open) -> None:
    text = shown(open_page(detail="certified_share_under_45~330482001~2018-Q2"))
    assert "./clauses?unit=330482001&period=2018-Q2&clause=danghu_2017.under_45_certified_in_three_years" in text


DOCUMENT = Document(
    "p", "文件", None, "机关", None, "guiding_opinion", None, dt.date(2012, 1, 1), None, None, None, None, None, UNTIL
)
FIGURE = Standing(
    "i", "u", "year", dt.date(2017, 1, 1), dt.date(2017, 12, 31), "2017", "2017年", "2017", 1.0, 2.0, 50.0, 1.0, None,
    False, "delivered", "p.c", "missed", True, True, 100.0, None, ">=", 1.0, None, "人", None, None, None, None, None,
    "一", None, None,
)  # fmt: skip
CLAUSE = Requirement(
    "p.c", "p", "一", "概要", "summary", "i", "norm", "required", "printed", ">=", 100.0, None, "%", None, None, None,
    None, "community", "all", "街道", None, None, None, None, None, None, None, None, FIGURE, DOCUMENT,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "figure", "paper", "why"),
    [
        ({}, {}, {}, ""),
        ({}, {}, {"adopted_from": None}, "not_followed"),
        ({"threshold_origin": "implied"}, {"is_lit": False}, {}, "implied"),
        ({"threshold_origin": None, "comparator": None}, {"is_lit": False}, {}, "no_threshold"),
        ({"strength": "encouraged"}, {"is_lit": False}, {}, "encouraged"),
        ({"kind": "observation", "strength": "observed"}, {"is_lit": False}, {}, "observed"),
        ({}, {"is_lit": False}, {}, "level"),
        ({}, {"status": "expired"}, {}, "expired"),
        ({}, {"status": "met", "coverage": 0.5}, {}, "incomplete"),
        ({}, {"status": "no_data", "value": None}, {}, "no_data"),
    ],
)
def test_a_clause_without_a_light_says_why(
    changes: dict[str, Any], figure: dict[str, Any], paper: dict[str, Any], why: str
) -> None:
    one = dataclasses.replace(
        CLAUSE,
        **changes,
        standing=FIGURE._replace(**figure),
        document=dataclasses.replace(DOCUMENT, **paper),
    )
    assert one.why_unlit(UNTIL) == why
    lit = one.document.is_followed and one.status.colour != "quiet"
    assert lit == (why == "")
