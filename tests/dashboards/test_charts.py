"""Every kind of picture on a small frame: its finding, its marks, and a twin that says the same."""

from __future__ import annotations

import datetime as dt
import re
from base64 import b64decode
from collections import Counter

import pandas as pd
import pytest

from dashboards.charts import bars, calendar, distribution, funnel, network, tiles, trend, waterfall
from dashboards.charts.base import Pen, Picture, ticks
from dashboards.i18n import translator
from dashboards.theme import DARK, LIGHT

ZH, EN = Pen(translator("zh"), "zh", LIGHT), Pen(translator("en"), "en", DARK)


def svg(picture: Picture) -> str:
    """The lines beneath a plot."""
    return b64decode(re.findall('base64,([^"]+)', picture.boxes)[0]).decode()


def texts(picture: object) -> list[str]:
    """What is written into a figure."""
    return [note.text for note in picture.figure.layout.annotations]  # type: ignore[attr-defined]


POINTS = pd.DataFrame(
    {
        "period_end": [dt.date(2017, 12, 31), dt.date(2018, 3, 31), dt.date(2018, 6, 30)],
        "label": ["甲", "乙", "丙"],
        "value": [40.0, None, 60.0],
        "numerator": [4.0, None, 6.0],
        "denominator": [10.0, 10.0, 10.0],
        "coverage": [1.0, 0.0, 1.0],
    }
).astype({"value": object, "numerator": object})
PATH = pd.DataFrame({"period_end": [dt.date(2018, 6, 30)], "path_target": [65.0]})


def test_a_trend_tells_when_the_target_is_reached_and_that_it_is_late() -> None:
    aim = trend.Aim(100.0, "≥ 100%", dt.date(2018, 9, 30), dt.date(2018, 12, 31), dt.date(2018, 11, 1), None)
    drawn = trend.picture(POINTS, PATH, aim, ZH, unit="%", decimals=1)
    assert "由 40.0% 变为 60.0%（+20.0 个百分点）" in drawn.title
    assert "2018年12月31日才达到，晚于期限2018年9月30日" in drawn.title
    assert re.findall('data-tip="([^"]*)"', drawn.boxes) == ["甲\n40.0% 4/10", "丙\n60.0% 6/10"]
    assert re.findall('<span class="(?!be)(.*?)".*?>(.*?)<', drawn.boxes) == [
        ("up ends", "目标 ≥ 100%"), ("up ends", "期限 2018年9月30日"), ("last up", "60.0%"),
    ]  # fmt: skip
    *_, wedge, forecast, path, target, deadline, line = re.findall('d="(.*?)"', svg(drawn))
    assert wedge.startswith("M23.11 64.00L37.58 8.00") and forecast == "M23.11 64.00L44.58 8.00"
    assert (path, target, deadline) == ("M23.11 57.00L33.84 8.00", "M0 8.00H100", "M33.84 0V100")
    assert line == "M2.00 92.00M23.11 64.00"  # nothing is drawn across the period without a figure
    assert drawn.table.to_numpy().tolist() == [
        ["丙", "60.0%", "6/10", "100%"], ["乙", "无数据", "无数据", "0%"], ["甲", "40.0%", "4/10", "100%"],
    ]  # fmt: skip


def test_a_trend_without_a_target_has_neither_path_nor_forecast() -> None:
    drawn = trend.picture(POINTS, PATH.head(0), None, EN, unit="%", decimals=1)
    assert "stroke-dasharray" not in svg(drawn) and 'fill="#' not in svg(drawn)
    assert drawn.title == "From 40.0% in 甲 to 60.0% in 丙 (+20.0 pp)"
    alone = trend.picture(POINTS.tail(1), PATH.head(0), None, EN, unit="%", decimals=1)
    assert alone.title.startswith("60.0% in 丙")
    within = trend.picture(POINTS.tail(2), PATH.head(0), None, EN, unit="%", decimals=1)
    below = [re.findall('class="below".*?>(.*?)<', one.boxes) for one in (drawn, within, alone)]
    assert below == [["2018"], ["乙", "丙"], ["丙"]]


def units(**columns: list[object]) -> pd.DataFrame:
    base = {
        "unit_id": ["1", "2", "3", "4"],
        "name": ["东", "南", "西", "北"],
        "link": ["./a", "./b", "./c", "./d"],
        "band": ["lead", "help", "help", "small"],
        "value": [90.0, 50.0, 40.0, 20.0],
        "gap": [-1.0, 4.0, 7.0, 1.0],
        "value_text": ["90%", "50%", "40%", "20%"],
        "share": ["9/10", "5/10", "4/10", "1/5"],
        "gap_text": ["已达到", "差 4 人", "差 7 人", "差 1 人"],
    }
    return pd.DataFrame(base | columns)


def test_bars_stand_by_band_and_gap_and_tell_the_sum() -> None:
    drawn = bars.picture(units(), ZH, gap_unit="人", are_below=True)
    assert drawn.title == "4 个下级单位中 2 个需帮扶，各单位合计还差 12 人"
    assert re.findall('href="(.*?)"[^>]*>(.)', drawn.boxes) == [
        ("./c", "西"),
        ("./b", "南"),
        ("./a", "东"),
        ("./d", "北"),
    ]
    assert re.findall(";width:(.*?)%", drawn.boxes) == ["52.00", "29.71", "0.00", "7.43"]
    assert re.findall("<b>(.*?)<", drawn.boxes)[0] == "差 7 人 · 40%"
    assert re.findall('background:(.*?)"', drawn.boxes)[0] == LIGHT.warn
    assert 'data-tip="西 · 需帮扶\n40% 4/10\n差 7 人"' in drawn.boxes
    assert drawn.table.iloc[0].tolist() == ["西", "需帮扶", "40%", "4/10", "差 7 人"]
    assert len(drawn.table) == 4


def test_bars_without_a_gap_show_the_figure() -> None:
    drawn = bars.picture(units(gap=[None] * 4, gap_text=[""] * 4), EN, gap_unit=None, are_below=False)
    assert re.findall(";width:(.*?)%", drawn.boxes) == ["28.89", "23.11", "52.00", "11.56"]
    assert drawn.title == "Units side by side: 2 need help, 0 on the path, 1 ahead"


@pytest.mark.parametrize(
    ("values", "unit", "lang", "written"),
    [
        ([0, 100], "%", "zh", ["0%", "20%", "40%", "60%", "80%", "100%"]),
        ([0, 45000], "户", "zh", ["0", "1万", "2万", "3万", "4万", "5万"]),
        ([0, 2.5e8], "元", "zh", ["0 元", "5,000 万元", "1 亿元", "1.5 亿元", "2 亿元", "2.5 亿元"]),
        ([0, 3], "人", "en", ["0", "1", "2", "3"]),
    ],
)
def test_axes_are_written_like_all_other_numbers(values: list[float], unit: str, lang: str, written: list[str]) -> None:
    assert ticks(values, unit, lang)["ticktext"] == written  # type: ignore[arg-type]


PEERS = pd.DataFrame(
    {
        "name": ["东", "南", "西", "北", "中"],
        "numerator": [50.0, 20.0, 95.0, 5.0, 45.0],
        "denominator": [100.0, 100.0, 100.0, 10.0, 90.0],
        "value": [50.0, 20.0, 95.0, 50.0, 50.0],
        "peer_value": [54.0] * 5,
        "low_95": [44.0, 44.0, 44.0, 20.0, 43.0],
        "high_95": [64.0, 64.0, 64.0, 88.0, 65.0],
        "low_998": [38.0, 38.0, 38.0, 1.0, 37.0],
        "high_998": [70.0, 70.0, 70.0, 100.0, 71.0],
        "standing": ["within", "far_below", "far_above", "within", "within"],
        "is_here": [True, False, False, False, False],
        "is_small": [False, False, False, True, False],
    }
)


def test_a_funnel_names_only_those_that_chance_does_not_explain() -> None:
    drawn = funnel.picture(PEERS, ZH, unit="%", decimals=1, direction="up", size="工作者")
    assert drawn.title == "5 个同类单位中，1 个明显偏低（南），1 个明显偏高（西）；其余差别可由偶然解释"
    *limits, marks = drawn.figure.data
    assert [list(line.y)[-1] for line in limits] == [38.0, 70.0, 44.0, 64.0]
    tones = dict(zip(marks.x, marks.marker.color, strict=True))
    assert tones[10.0] == LIGHT.calm
    assert set(marks.marker.color) == {LIGHT.calm, LIGHT.bad, LIGHT.good}
    assert sorted(texts(drawn)) == ["南", "西"]
    assert ["北", "5/10", "50.0%", "20.0% – 88.0%", "范围内"] in drawn.table.to_numpy().tolist()
    calm = funnel.picture(PEERS.assign(standing="within"), EN, unit="%", decimals=1, direction="up", size="workers")
    assert calm.title == "Chance explains all differences between 5 units alike"


def test_a_lower_figure_is_no_worse_where_less_is_better() -> None:
    drawn = funnel.picture(PEERS, ZH, unit="%", decimals=1, direction="down", size="工作者")
    low = list(drawn.figure.data[-1].y).index(20.0)
    assert drawn.figure.data[-1].marker.color[low] == LIGHT.good


def test_a_distribution_tells_how_far_the_unit_is_from_the_middle() -> None:
    drawn = distribution.picture(PEERS, ZH, unit="%", decimals=1)
    assert drawn.title == "东 50.0%，正是 5 个同类单位的中位数（50.0%，相差 0.0 个百分点）"
    (dots,) = drawn.figure.data
    assert list(dots.x) == [20.0, 50.0, 50.0, 50.0, 95.0]
    assert list(dots.y) == [1, 1, 2, 3, 1]
    assert LIGHT.card in dots.marker.color
    assert len(drawn.table) == 5
    low = PEERS.assign(is_here=[False, True, False, False, False])
    assert "30.0 pp below the median" in distribution.picture(low, EN, unit="%", decimals=1).title
    none = PEERS.assign(is_here=False)
    assert distribution.picture(none, ZH, unit="%", decimals=1).title.startswith("5 个同类单位的中位数为 50.0%")


def test_a_waterfall_leads_from_then_to_now_and_names_the_main_cause() -> None:
    parts = pd.DataFrame({"label": ["持证人数变动", "总人数变动"], "amount": [8.0, -3.0]})
    drawn = waterfall.picture(parts, 40.0, 45.0, ("2017年", "2018年"), ZH, unit="%", decimals=1)
    assert drawn.title == "较2017年 +5.0 个百分点，主要来自持证人数变动（+8.0 个百分点）"
    steps = re.findall("left:(.*?)%;width:(.*?)%", drawn.boxes)
    assert steps == [("0.00", "32.50"), ("32.50", "32.50"), ("52.81", "12.19"), ("0.00", "52.81")]
    assert re.findall("<b>(.*?)<", drawn.boxes) == ["40.0%", "+8.0 个百分点", "−3.0 个百分点", "45.0%"]
    assert drawn.note.endswith("横轴不从零起。")
    assert drawn.table.to_numpy().tolist()[1] == ["持证人数变动", "+8.0 个百分点"]
    whole = waterfall.picture(parts, 4.0, 9.0, ("2017年", "2018年"), ZH, unit="%", decimals=1)
    assert "横轴" not in whole.note
    below = waterfall.picture(parts, -9.0, -4.0, ("2017年", "2018年"), ZH, unit="%", decimals=1)
    assert re.findall("left:(.*?)%;width:(.*?)%", below.boxes)[0] == ("0.00", "65.00")


def tile_frame() -> pd.DataFrame:
    zeros = {name: [0, 0] for name in tiles.SHOWN}
    units = {"unit_id": ["u2", "u1"], "code": ["2", "1"], "name": ["南", "东"], "link": ["./?unit=2", "./?unit=1"]}
    return pd.DataFrame(units | zeros | {"missed": [3, 0], "met": [1, 4]})


def test_tiles_are_links_in_the_order_of_codes_coloured_by_the_worst_status() -> None:
    drawn = tiles.picture(tile_frame(), {}, ZH)
    assert drawn.title == "2 个单位中 1 个有条款未达标或滞后，南最多（3 条）"
    east, south = drawn.boxes.split("<li")[1:]
    assert 'class="go page tile good" href="./?unit=1"' in east
    assert 'class="go page tile bad short" href="./?unit=2"' in south
    assert "--deep:42%" in south and "--deep" not in east
    assert re.sub("<[^>]*>", "", south).endswith("南✕ 3")
    assert 'aria-label="未达标"' in south
    assert drawn.table.to_numpy().tolist()[1][:3] == ["南", "✕ 未达标", "3"]
    fine = tiles.picture(tile_frame().assign(missed=0), {}, EN)
    assert fine.title == "None of 2 units has a clause missed or behind"


@pytest.mark.parametrize(("count", "columns"), [(5, 6), (12, 6), (26, 9), (30, 10)])
def test_the_last_row_of_tiles_is_as_full_as_can_be(count: int, columns: int) -> None:
    places = [str(place) for place in range(count)]
    units = pd.DataFrame(dict.fromkeys(("unit_id", "code", "name", "link"), places))
    drawn = tiles.picture(units.assign(**dict.fromkeys(tiles.SHOWN, 0)), {}, ZH)
    assert f"--columns:{columns}" in drawn.boxes


def test_outlines_replace_tiles_only_where_every_unit_has_them() -> None:
    ring = [(120.0, 30.0), (120.1, 30.0), (120.1, 30.1), (120.0, 30.0)]
    lake = [(120.2, 30.0), (120.25, 30.0), (120.25, 30.05)]
    whole = tiles.picture(tile_frame(), {"u1": [ring], "u2": [lake, ring]}, ZH)
    east, south, island = whole.boxes.split("<li ")[1:]
    assert "clip-path:polygon(0.00% 100.00%,40.00% 100.00%,40.00% 0.00%,0.00% 100.00%)" in east
    assert 'class="go page tile good" href="./?unit=1"' in east and 'aria-label="达标"' in east
    assert 'class="go page tile bad short" href="./?unit=2"' in south and "--deep:42%" in south
    assert 'aria-hidden="true"' in island and "南" not in re.sub("<[^>]*>", "", island.split("</ul>")[0])
    assert re.findall('left:([0-9.]+)%;top:([0-9.]+)%"><span>(.)', whole.boxes) == [
        ("20.0", "50.0", "东"), ("90.0", "75.0", "南"),
    ]  # fmt: skip
    assert 'class="tiles"' in tiles.picture(tile_frame(), {"u1": [ring]}, ZH).boxes


def test_the_network_shows_what_is_planned_and_lacking() -> None:
    units = pd.DataFrame(
        {"code": ["1", "2", "3"], "name": ["东", "南", "西"], "link": ["./a", "./b", "./c"],
         "stations": [1.0, None, 1.0],
         "built": [3.0, 1.0, 2.0], "planned": [3.0, 4.0, None]}
    )  # fmt: skip
    drawn = network.picture(units, 1, ZH)
    assert drawn.title == (
        "友邻中心 1 个、友邻站 2 个、友邻点 6 个（规划 7 个）；1 个单位还差 3 个点，南差得最多（3 个）"
    )
    marks = Counter(re.findall('<i class="(.*?)"', drawn.boxes))
    assert marks == {"centre": 1, "station": 2, "built": 6, "lacking": 3}
    assert re.findall('href="(.*?)"[^>]*>(.)', drawn.boxes) == [("./b", "南"), ("./a", "东"), ("./c", "西")]
    assert drawn.table.to_numpy().tolist()[0] == ["南", "0", "1", "4", "25.0%"]
    assert "1 个，规划 4 个，还差 3 个" in network.picture(units.iloc[1:2], 1, ZH).title


def test_the_calendar_takes_the_worst_of_a_month() -> None:
    slots = pd.DataFrame(
        {
            "name": ["经费", "经费", "经费", "走访"],
            "due_on": [dt.date(2018, 5, 1), dt.date(2018, 5, 1), dt.date(2018, 6, 1), dt.date(2018, 6, 1)],
            "status": ["received", "late", "received", "missing"],
            "units": [20, 6, 26, 1],
        }
    )
    drawn = calendar.picture(slots, ZH)
    assert drawn.title == "近 12 个月应报 53 次，按时 87%：迟报 6 次，未报 1 次"
    (cells,) = drawn.figure.data
    told = dict(zip(zip(cells.x, cells.y, strict=True), cells.text, strict=True))
    assert sorted(told.values()) == ["1", "6", "✓"]
    assert sorted(drawn.table.to_numpy().tolist()) == [
        ["经费", "2018-05", "26", "20", "6", "0"], ["经费", "2018-06", "26", "26", "0", "0"],
        ["走访", "2018-06", "1", "0", "0", "1"],
    ]  # fmt: skip
    open_only = calendar.picture(slots.assign(status="not_yet_due"), EN)
    assert open_only.title == "No report was due in the last twelve months"
