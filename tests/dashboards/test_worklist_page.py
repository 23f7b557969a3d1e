"""The worklist page: what it lists and says, and a follow-up on its way from the form to the judge of deliveries."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from opening import Open, opener, shown

from dashboards.i18n import catalogue
from pipelines.product.check import check_file
from pipelines.product.published import open_published
from pipelines.settings import Home

ROW = "330482001034~danghu_2017.station_leaders"
# The indicator that a gap's link opens.
DETAIL = re.compile(r"detail=([^~\"]+)~")


@pytest.fixture
def place(fresh_caches: None, demo_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An installation of one's own that shows what the demo published."""
    monkeypatch.setenv("LINLI_HOME", str(tmp_path))
    (tmp_path / "published").symlink_to(demo_home.published.parent)
    return Home(tmp_path)


def test_every_gap_of_the_unit_and_below_is_counted_and_listed(open_page: Open, demo_home: Home) -> None:
    with open_published(demo_home.published) as connection:
        ((count, overdue, idle),) = connection.execute(
            """
            select count(*), count(*) filter (is_overdue), count(*) filter (follow_up_state = 'not_started')
            from marts.fct_worklist where unit_id like 'nbs:330482001%'
            """
        ).fetchall()
    text = shown(open_page("worklist"))
    assert f"有 {count} 项差距待办，其中 {overdue} 项已逾期，{idle} 项尚未启动" in text
    assert text.count('class="go facts-of"') == count
    assert text.count('class="go act"') == count


def test_a_row_says_what_is_short_since_when_and_what_was_answered(open_page: Open) -> None:
    text = shown(open_page("worklist"))
    row = text[text.index("2017年在城市社区建成二百个友邻点") :]
    row = row[: row.index("</section>")]
    for said in (
        "街道社区办",
        "期限 2017年12月31日",
        "逾期 181 天",
        "差 14 个",
        "186 个，目标 ≥\u00a0200\u00a0个",
        "2017年第2季度起",
    ):
        assert said in row
    assert "办理中" in row
    assert "承诺2018年9月30日完成" in row
    assert "detail=network_points_built_urban~330482001~2018-Q2" in row
    assert "已办结，差距仍在" in text
    assert "承诺日已过" in text


def test_what_matters_comes_in_the_order_of_the_overview_and_a_clause_stands_once(open_page: Open) -> None:
    text = shown(open_page("worklist"))
    heads = [part.split("</h2>")[0] for part in text.split('<section class="panel work"><header><div><h2>')[1:]]
    assert len(heads) == len(set(heads)) > 10
    assert "18 个单位" not in heads[0]
    first_listed = list(dict.fromkeys(DETAIL.findall(text)))
    overview = shown(open_page())
    matters = list(dict.fromkeys(DETAIL.findall(overview[overview.index('class="matters"') :].split("</section>")[0])))
    assert len(matters) > 1
    assert matters[0] == first_listed[0]
    assert sorted(matters, key=first_listed.index) == matters


@pytest.mark.parametrize(
    ("asked", "least"), [({"state": "in_progress"}, 4), ({"body": "各村社区"}, 2), ({"policy": "danghu_2017"}, 50)]
)
def test_the_list_is_narrowed_by_the_address(open_page: Open, asked: dict[str, str], least: int) -> None:
    whole = shown(open_page("worklist")).count('class="go facts-of"')
    text = shown(open_page("worklist", **asked))
    found = text.count('class="go facts-of"')
    assert least <= found <= whole
    if found < whole:
        assert f"按所选条件列出 {found} 项" in text
    if "state" in asked:
        assert found == text.count('<div class="said"><span class="pill quiet"><i aria-hidden="true">…</i>办理中')


def test_choosing_a_body_changes_the_address(open_page: Open) -> None:
    app = open_page("worklist")
    next(box for box in app.selectbox if box.key == "body:").select("街道社区办").run()
    assert app.query_params["body"] == "街道社区办"
    assert "按所选条件列出" in shown(app)


def test_a_unit_without_gaps_says_so(open_page: Open, demo_home: Home) -> None:
    with open_published(demo_home.published) as connection:
        rows = connection.execute(
            "select code from marts.dim_unit where unit_type = 'community' "
            "and unit_id not in (select unit_id from marts.fct_worklist) order by code"
        ).fetchall()
    text = shown(open_page("worklist", unit=rows[0][0]))
    assert "没有未达标或滞后的约束条款，无须督办" in text
    assert "go facts-of" not in text


def test_a_follow_up_is_handed_in_and_accepted_by_the_judge(place: Home, demo_home: Home) -> None:
    app = opener("worklist", follow=ROW)
    boxes = {box.label: box for box in app.selectbox}
    assert boxes["办理状态"].value == "in_progress"
    boxes["办理状态"].select("done")
    app.text_input[0].set_value("松枫社区居委会")
    app.text_input[1].set_value("2018年9月")
    next(button for button in app.button if button.label == "提交").click().run()
    assert "“2018年9月”不是日期" in shown(app)
    assert not place.landing.exists()
    app.text_input[1].set_value("2018年9月30日")
    app.text_area[0].set_value("负责人已任命，6月28日到岗")
    next(button for button in app.button if button.label == "提交").click().run()
    assert "已收到（督办反馈_330482001034_danghu_2017.station_leaders.csv）" in shown(app)
    (path,) = (path for path in place.landing.rglob("*") if path.suffix == ".csv")
    assert path.parent.name == "330482001"
    assert path.with_name(f"{path.name}.envelope.json").exists()
    judged = check_file(path, demo_home)
    assert (judged.refusal, judged.datasets, judged.rows_read, judged.findings) == (None, ("follow_ups",), 1, ())

    text = shown(opener("worklist"))
    row = text[text.index("已收到，下次运行后计入") :]
    assert "负责人已任命，6月28日到岗" in row[: row.index("</li>")]
    # Once a run has taken it in, the published list alone speaks.
    path.unlink()
    assert "已收到，下次运行后计入" not in shown(opener("worklist"))
    # Until that run has published, who sent it sees that it was received.
    app.query_params.pop("follow")
    assert "已收到，下次运行后计入" in shown(app.run())


def test_a_form_that_cannot_be_handed_in_says_why(place: Home) -> None:
    place.landing.write_text("a file in the way")
    app = opener("worklist", follow=ROW, lang="en")
    next(button for button in app.button if button.label == "Send").click().run()
    text = shown(app)
    assert 'role="alert"' in text
    assert "The file was not handed in" in text


@pytest.mark.parametrize("follow", ["nonsense", "330482001034~no.such_clause", "999~danghu_2017.station_leaders"])
def test_a_link_to_a_gap_that_is_closed_shows_the_list(open_page: Open, follow: str) -> None:
    app = open_page("worklist", follow=follow)
    assert not app.text_area
    assert "项差距待办" in shown(app)


def test_the_overview_leads_to_all_matters(open_page: Open) -> None:
    text = shown(open_page())
    whole = shown(open_page("worklist")).count('class="go facts-of"')
    assert f"全部 {whole} 项" in text
    assert "./worklist?unit=330482001" in text


def test_both_languages_name_every_state() -> None:
    for lang in ("zh", "en"):
        assert {"not_started", "in_progress", "done", "disputed"} <= {
            key.split(".")[1] for key in catalogue(lang) if key.startswith("follow_up.")
        }
