"""Rows below a header: data, totals, notes, blanks; what stands above the table; merged cells."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from intake_samples import (
    CONTRACTS,
    SENDER,
    VISIT_HEADER,
    WORKER_HEADER,
    book,
    entries,
    identity_number,
    read,
    xls,
    xlsx,
)

from pipelines.errors import LinliError
from pipelines.intake.preamble import period_label, read_preamble

POPULATION = ["社区名称", "户数", "常住人口", "城镇人口"]
VISIT = ["2017-03-14", "SF-1", "SF003", None]


def test_blank_rows_are_skipped_and_row_numbers_stay(tmp_path: Path) -> None:
    found = read(xlsx([VISIT_HEADER, VISIT, [], [], VISIT]), tmp_path)["visits"]
    assert [row["row_number"] for row in found] == [2, 5]


@pytest.mark.parametrize("label", ["合计", "小计", "总 计", "合　计", "合计：", "合计（户）"])
def test_total_rows_are_kept_apart(tmp_path: Path, label: str) -> None:
    (entry,) = entries(xlsx([POPULATION, ["甲社区", 5, 9, 9], [label, 5, 9, 9], ["乙社区", 1, 2, 2]]), tmp_path)
    assert entry["rows_read"] == 2
    assert {total["value"] for total in entry["printed_totals"]} == {"5", "9"}


def test_a_total_row_without_a_label_ends_the_table(tmp_path: Path) -> None:
    rows = [["序号", *POPULATION], [1, "甲社区", 5, 9, 9], [2, "乙社区", 1, 2, 2], [None, None, 6, 11, 11]]
    (entry,) = entries(xlsx(rows), tmp_path)
    assert entry["rows_read"] == 2
    assert [t["value"] for t in entry["printed_totals"]] == ["6", "11", "11"]
    assert {t["label"] for t in entry["printed_totals"]} == {None}


def test_a_numbered_row_that_lacks_its_name_stays_data(tmp_path: Path) -> None:
    rows = [["序号", *POPULATION], [1, "甲社区", 5, 9, 9], [2, None, 6, 11, 11]]
    assert entries(xlsx(rows), tmp_path)[0]["rows_read"] == 2


def test_a_row_without_a_name_in_the_middle_stays_data(tmp_path: Path) -> None:
    rows = [POPULATION, ["甲社区", 5, 9, 9], [None, 6, 11, 11], ["乙社区", 5, 9, 9]]
    assert entries(xlsx(rows), tmp_path)[0]["rows_read"] == 3


def test_signatures_and_notes_below_are_no_data(tmp_path: Path) -> None:
    rows = [VISIT_HEADER, VISIT, [], ["填表人：张三", None, "审核人：李四"], ["注：本表一式两份"]]
    (entry,) = entries(xlsx(rows), tmp_path)
    assert (entry["rows_read"], entry["tables"][0]["notes"]) == (1, 2)


ZERO_REPORTS = [
    [["2017年3月走访"], VISIT_HEADER, ["本月无"]],
    [["2017年3月走访"], VISIT_HEADER, ["零报告", None, "无"]],
    [["2017年3月走访"], ["填报单位：松枫社区    本期零报告"], VISIT_HEADER],
    [["2017年3月走访"], ["填报单位：松枫社区", None, "零报告：", "是"], VISIT_HEADER],
]
SILENCES = [
    [["2017年3月走访"], VISIT_HEADER],
    [["2017年3月走访"], ["零报告：", "否"], VISIT_HEADER],
    [["2017年3月走访"], ["零报告：", None], VISIT_HEADER],
    [["2017年3月走访（无发生请填零报告）"], VISIT_HEADER, ["例：2017-03-14", "例：SF-0417", "例：SF003"]],
]


@pytest.mark.parametrize("rows", ZERO_REPORTS)
def test_a_table_that_says_there_was_nothing_is_a_zero_report(tmp_path: Path, rows: list[list[str]]) -> None:
    (entry,) = entries(xlsx(rows), tmp_path)
    assert (entry["rows_read"], entry["period_label"], entry["status"]) == (0, "2017-03", "ingested")


@pytest.mark.parametrize("rows", SILENCES)
def test_an_empty_table_that_says_nothing_is_no_report(tmp_path: Path, rows: list[list[str]]) -> None:
    with pytest.raises(LinliError) as refusal:
        entries(xlsx(rows), tmp_path)
    assert refusal.value.code == "no_rows"


def test_an_empty_sheet_beside_a_filled_one_is_no_report_of_its_own(tmp_path: Path) -> None:
    meetings = ["党组织名称", "召开日期", "会议类型", "应到人数", "实到人数"]
    (entry,) = entries(book({"走访": [VISIT_HEADER, VISIT], "会议": [meetings]}), tmp_path)
    assert (entry["dataset"], entry["rows_read"]) == ("visits", 1)


def test_an_example_row_is_never_data_and_a_real_row_beginning_alike_is(tmp_path: Path) -> None:
    example = ["例：2017-03-14", "例：SF-0417", "示例: SF003"]
    (entry,) = entries(xlsx([["序号", *VISIT_HEADER], ["示例", *example], [1, *VISIT]]), tmp_path)
    assert entry["rows_read"] == 1
    (entry,) = entries(xlsx([VISIT_HEADER, ["2017-03-14", "例：SF-0417", "SF003"], VISIT]), tmp_path)
    assert entry["rows_read"] == 2


def test_merged_body_cells_are_filled_except_amounts(tmp_path: Path) -> None:
    header = ["单位", "凭证号", "记账日期", "环节", "经费类别", "资金级次", "金额"]
    rows = [
        header,
        ["松枫社区", "1", "2017-03-20", "支出", "办公经费", "街道级", 300],
        [None, "2", "2017-03-21", "支出", "办公经费", "街道级", None],
        ["凤凰社区", "3", "2017-03-22", "支出", "办公经费", "街道级", 5],
    ]
    found = read(xlsx(rows, ["A2:A3", "G2:G3"]), tmp_path)["funding"]
    assert [row["unit"] for row in found] == ["松枫社区", "松枫社区", "凤凰社区"]
    assert [row["amount"] for row in found] == ["300", None, "5"]


def test_cells_become_the_shortest_text(tmp_path: Path) -> None:
    rows = [
        ["社区名称", "统计日期", "户数", "常住人口", "城镇人口"],
        [330482001034, date(2017, 6, 30), 12.0, 12.5, 3.30482199001011e17],
        [" 松枫社区 ", datetime(2017, 6, 30, 8, 5), "１２", True, 0.00001],
    ]
    first, second = read(xlsx(rows), tmp_path)["population"]
    assert [first[name] for name in ("unit", "as_on", "households", "residents", "urban_residents")] == [
        "330482001034", "2017-06-30", "12", "12.5", "3.30482199001011e+17",
    ]  # fmt: skip
    assert [second[name] for name in ("unit", "as_on", "households", "residents", "urban_residents")] == [
        "松枫社区", "2017-06-30 08:05:00", "１２", "TRUE", "0.00001",
    ]  # fmt: skip


def test_xls_reads_as_xlsx_does(tmp_path: Path) -> None:
    rows = [["标题"], POPULATION, ["松枫社区", 12, 30.0, "30"], ["合计", 12, 30, 30]]
    assert read(xls(rows), tmp_path)["population"][0]["residents"] == "30"


@pytest.mark.parametrize(
    ("above", "unit", "as_on", "period"),
    [
        ([["填报单位：松枫社区", None, "统计日期：2017年6月30日"]], "松枫社区", "2017年6月30日", None),
        ([["填报单位（盖章）：松枫社区    统计日期：2017-06-30"]], "松枫社区", "2017-06-30", None),
        ([["单  位：", "松枫社区", "统计时点：", date(2017, 6, 30)]], "松枫社区", "2017-06-30", None),
        ([["2017年上半年花名册（截至2017年6月30日）"], ["主管单位：某局"]], SENDER, "2017年6月30日", "2017-H1"),
        ([["二〇一七年第一季度花名册"], ["填报日期：2017年7月"]], SENDER, None, "2017-Q1"),
    ],
)
def test_what_stands_above_the_table(
    tmp_path: Path, above: list[list[object]], unit: str, as_on: str | None, period: str | None
) -> None:
    row = [identity_number("99000119820701123"), "甲", "SF001", "1982-07", "书记", None, "2014-03-01"]
    content = xlsx([["花名册"], *above, WORKER_HEADER, row])
    found = read(content, tmp_path)["workers"][0]
    assert (found["unit"], found["as_on"]) == (unit, as_on)
    assert entries(content, tmp_path)[0]["period_label"] == period


def test_the_year_of_the_title_is_the_year_column(tmp_path: Path) -> None:
    row = [identity_number("99000119820701123"), 12, 48600]
    found = read(xlsx([["松枫社区2016年度薪酬表"], ["身份证号", "在岗月数", "年收入合计"], row]), tmp_path)["pay"][0]
    assert (found["year"], found["annual_pay"]) == ("2016", "48600")


def test_a_column_wins_over_what_stands_above(tmp_path: Path) -> None:
    rows = [["填报单位：当湖街道"], POPULATION, ["松枫社区", 1, 2, 2]]
    assert read(xlsx(rows), tmp_path)["population"][0]["unit"] == "松枫社区"


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("2017年3月入户走访", "2017-03"),
        ("2017年 12 月份", "2017-12"),
        ("2017年第一季度", "2017-Q1"),
        ("2017年四季度", "2017-Q4"),
        ("２０１７年上半年", "2017-H1"),
        ("2017年度下半年", "2017-H2"),
        ("2017年度", "2017"),
        ("2017年1-6月", "2017-H1"),
        ("2017年十一月", "2017-11"),
        ("二○一七年三月", "2017-03"),
        ("2017年6月30日", None),
        ("2016-2018年规划", None),
        ("2017年13月", None),
        ("入户走访", None),
    ],
)
def test_period_of_a_title(title: str, label: str | None) -> None:
    assert period_label(title) == label


def test_the_unit_of_measure_is_not_the_reporting_unit() -> None:
    above = read_preamble([("单位：人、户",)], CONTRACTS["population"])
    assert above.values == {}
    assert above.units_of_measure == ("人", "户")
