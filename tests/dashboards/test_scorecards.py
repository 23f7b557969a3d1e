"""The scorecard page: one unit's card checked by hand, what is not judged, bands without ranks, no card at all."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from opening import Open, shown

from dashboards.queries import scorecards as asked
from pipelines.product.published import open_published
from pipelines.settings import Home

CARD = "cppcc_2013_communities"


def parted(text: str) -> dict[str, list[str]]:
    """The cells of each item's line, without markup."""
    table = "".join(text.split('<div class="table card-items"')[1:])
    rows = re.findall(r"<tr>(<td.*?)</tr>", table)
    cells = [[re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<td.*?</td>", row)] for row in rows]
    return {cell[0]: cell[1:] for cell in cells}


def test_a_score_is_the_sum_of_its_items(open_page: Open, demo_home: Home) -> None:
    with open_published(demo_home.published) as connection:
        ((score, lost),) = connection.execute(
            """
            select score, (select sum(points_lost) from marts.fct_scorecard_item as item
                where item.unit_id = card.unit_id and item.period_start = card.period_start
                and item.scorecard_id = card.scorecard_id)
            from marts.fct_scorecard as card
            where unit_id = 'demo:D5-S1-C1' and period_start = date '2014-01-01' and scorecard_id = ?
            """,
            [CARD],
        ).fetchall()
    text = shown(open_page("scorecards", unit="D5-S1-C1", period="2014"))
    assert f"柳堤社区2014年考核得 {score:.1f} 分，达标" in text
    assert score + lost == pytest.approx(100)
    items = parted(text)
    # By hand from the figures shown: in proportion from zero to full marks, by steps, all or nothing.
    by_hand = {
        "五项机制建立率": 8 * 5 / 5,
        "社区工作者受训率": 7 * 6 / 7,
        "社区干部民主测评得分": 55 * (7799.8 / 93 - 60) / (90 - 60),
        "限时办结率": 10 * 0.8,
        "服务承诺公开率": 5 * 23 / 30,
        "入户走访率": 10 * (439 / 646 * 100 - 20) / (90 - 20),
        "民情分析会次数": 0.0,
    }
    assert sum(by_hand.values()) == pytest.approx(score)
    weights = dict(zip(by_hand, (8, 7, 55, 10, 5, 10, 5), strict=True))
    for name, points in by_hand.items():
        value, earned, lost_text, rule, reason = items[name]
        assert earned == f"{points:.1f}".removesuffix(".0") + f" / {weights[name]}"
        short = weights[name] - points
        assert lost_text == ("不扣分" if short < 0.05 else "−" + f"{short:.1f}".removesuffix(".0"))
        assert bool(reason) == (short >= 0.05)
        assert value
        assert rule
    assert "439/646" in items["入户走访率"][0]
    assert items["限时办结率"][3:] == ["60% 起得 4 分，80% 起得 8 分，95% 起得 10 分", "现为 83.3%，未到最高一档"]
    assert "detail=household_visit_rate~D5-S1-C1~2014" in text


def test_what_is_not_judged_is_said_with_the_range(open_page: Open) -> None:
    text = shown(open_page("scorecards", unit="D5-S1-C3", period="2013"))
    assert "暂不评分：有数据的项目只占 45 分，不足评分所需的 80 分" in text
    assert parted(text)["社区干部民主测评得分"][1:3] == ["– / 55", "不计分"]
    low, high = map(float, re.findall(r"([\d.]+) 至 ([\d.]+) 分：缺的项目", text)[0])
    assert high - low == pytest.approx(55, abs=0.11)


def test_units_stand_in_bands_by_code_and_never_in_ranks(open_page: Open) -> None:
    text = shown(open_page("scorecards", unit="D5", period="2014"))
    board = text[text.index('<div class="board">') :]
    columns = dict(re.findall(r'<section class="(\w+)">(.*?)</section>', board))
    assert "12 个单位2014年考核：领先 2 个、达标 10 个、需帮扶 0 个" in text
    for place in ("lead", "fine"):
        codes = re.findall(r"unit=(D5-\w+-\w+)", columns[place])
        assert codes == sorted(codes)
    gains = [float(size) for size in re.findall(r"↑ ([\d.]+)", columns["improved"])]
    assert len(gains) == 3
    assert gains == sorted(gains, reverse=True)
    assert "名次" not in re.sub("不排名次", "", text)


def test_few_units_are_not_compared(open_page: Open) -> None:
    text = shown(open_page("scorecards", unit="370571"))
    assert "两期都有得分的单位不足 5 个" in text


def test_a_unit_whose_documents_ask_for_no_card_is_told_how_one_is_declared(open_page: Open) -> None:
    text = shown(open_page("scorecards"))
    assert "当湖街道执行的文件没有规定考核表" in text
    assert "seeds/scorecards/" in text
    assert text.count('class="go tab"') == 2
    held = shown(open_page("scorecards", card=CARD, unit="330482001034"))
    assert "对标" in held
    assert "暂不评分" in held
    assert "26 个单位2017年都没有评分" in held


def test_where_no_card_scores_such_units_nothing_is_offered(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "cards", lambda *_: pd.DataFrame())
    text = shown(open_page("scorecards", lang="en"))
    assert "No scorecard applies to Danghu Street." in text
    assert "How a scorecard is declared" in text


def test_a_district_with_two_cards_opens_its_own_and_offers_the_other(open_page: Open) -> None:
    text = shown(open_page("scorecards", unit="D5"))
    assert text.count('class="go tab here"') == 1
    assert "12 个单位2014年考核" in shown(open_page("scorecards", unit="D5", card="no_such_card"))
    other = shown(open_page("scorecards", unit="D5", card="devzone_2011_communities"))
    assert "2 个单位2014年都没有评分" in other
