"""Recognition by headers: title rows, merged headers, units in brackets, what is missing."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from intake_samples import (
    CONTRACTS,
    INDEX,
    SENDER,
    VISIT_HEADER,
    WORKER_HEADER,
    book,
    csv_bytes,
    entries,
    read,
    received,
    vault,
    xlsx,
)

from pipelines.catalog.contracts import Title
from pipelines.errors import LinliError
from pipelines.intake.deliveries import read_deliveries
from pipelines.intake.grid import Grid
from pipelines.intake.headers import HeaderIndex
from pipelines.intake.limits import Effort
from pipelines.intake.recognise import find_tables

VISITS = [["2017-03-14", "SF-0417", "SF003", "慰问"], ["2017-03-15", "SF-0418", "SF003", None]]
FUNDING = ["凭证号", "记账日期", "环节", "经费类别", "资金级次"]


def test_a_title_row_above_the_header_is_no_data(tmp_path: Path) -> None:
    rows = [["松枫社区2017年3月入户走访登记表"], [], VISIT_HEADER, *VISITS]
    found = read(xlsx(rows, merges=["A1:D1"]), tmp_path)
    assert list(found) == ["visits"]
    assert [row["row_number"] for row in found["visits"]] == [4, 5]
    assert found["visits"][0] == {
        "unit": SENDER,
        "visited_on": "2017-03-14",
        "household_no": "SF-0417",
        "staff_no": "SF003",
        "delivery_id": found["visits"][0]["delivery_id"],
        "sheet": "Sheet1",
        "row_number": 4,
    }


def test_the_file_name_does_not_matter(tmp_path: Path) -> None:
    assert list(read(xlsx([VISIT_HEADER, *VISITS]), tmp_path, "经费.xlsx")) == ["visits"]


def test_headers_with_spaces_breaks_marks_and_full_width_are_known(tmp_path: Path) -> None:
    header = ["*走访\n日期", " 户 编 号 ", "走访人工号：", "走访事由（选填）"]
    assert read(xlsx([header, *VISITS]), tmp_path)["visits"][0]["household_no"] == "SF-0417"


def test_a_two_row_merged_header_takes_the_leaf(tmp_path: Path) -> None:
    rows = [
        ["社区工作者花名册"],
        ["序号", "基本情况", None, None, "任职情况", None, None],
        [None, "身份证号", "姓名", "出生年月", "工号", "岗位", "入职日期"],
        [1, "330482198207011234", "甲", "1982-07", "SF001", "书记", "2014-03-01"],
    ]
    merges = ["A1:G1", "A2:A3", "B2:D2", "E2:G2"]
    for content in (xlsx(rows, merges), csv_bytes(rows, "gb18030")):
        found = read(content, tmp_path)["workers"]
        assert [(row["staff_no"], row["born_on"], row["row_number"]) for row in found] == [("SF001", "1982-07", 4)]


def test_a_repeated_leaf_is_told_apart_by_its_group(tmp_path: Path) -> None:
    rows = [
        ["党组织名称", "组织类别", "党员", None, "入党积极分子", None],
        [None, None, "人数", "占比", "人数", "占比"],
        ["第一支部", "党支部", 46, 0.5, 3, 0.1],
    ]
    found = read(xlsx(rows, ["A1:A2", "B1:B2", "C1:D1", "E1:F1"]), tmp_path)["party_orgs"]
    assert found[0]["members"] == "46"


def test_the_unit_in_the_header_is_written_behind_the_number(tmp_path: Path) -> None:
    rows = [[*FUNDING, "金额（万元）"], ["1", "2017-03-20", "支出", "办公经费", "街道级", 1.25]]
    assert read(xlsx(rows), tmp_path)["funding"][0]["amount"] == "1.25万元"
    assert entries(xlsx(rows), tmp_path)[0]["tables"][0]["headers"]["amount"]["unit"] == "万元"
    rows[0][-1] = "金额(元)"
    assert read(xlsx(rows), tmp_path)["funding"][0]["amount"] == "1.25"


def test_the_unit_above_the_table_goes_with_money_and_is_no_organisation(tmp_path: Path) -> None:
    rows = [["经费台账"], ["单位：万元"], [*FUNDING, "金额"], ["1", "2017-03-20", "支出", "办公经费", "街道级", "3"]]
    found = read(xlsx(rows), tmp_path)["funding"][0]
    assert (found["amount"], found["unit"]) == ("3万元", SENDER)


def test_people_counted_in_ten_thousands_keep_their_unit(tmp_path: Path) -> None:
    rows = [["社区名称", "户数", "常住人口（万人）", "城镇人口"], ["松枫社区", 3210, 2, 10914]]
    assert read(xlsx(rows), tmp_path)["population"][0]["residents"] == "2万人"


def test_two_tables_below_each_other(tmp_path: Path) -> None:
    rows = [
        ["附件1 社区"], ["序号", "社区名称", "小区个数", "常住人口", "设想建设友邻点数"],
        [1, "松枫社区", 11, 10914, 14],
        [None, "合计", 140, 156950, 200], [],
        ["附件2 村"], ["序号", "村名称", "村小组个数", "常住人口", "设想建设友邻点数"],
        [1, "三北村", 7, 1700, 5],
        [2, "塘桥村", 9, 2033, 6], [None, None, 86, 17418, 50],
    ]  # fmt: skip
    (entry,) = entries(xlsx(rows), tmp_path)
    assert entry["dataset"] == "network_plan"
    assert entry["rows_read"] == 3
    totals = [(t["row_number"], t["label"], t["column_name"], t["value"]) for t in entry["printed_totals"]]
    assert (4, "合计", "planned_points", "200") in totals
    assert (10, None, "residents", "17418") in totals


def test_a_second_table_far_below_is_found(tmp_path: Path) -> None:
    many = [["2017-03-14", f"SF-{number}", "SF003", None] for number in range(100)]
    found = read(xlsx([VISIT_HEADER, *many, [], ["四月"], VISIT_HEADER, *VISITS]), tmp_path)["visits"]
    assert [row["row_number"] for row in found] == [*range(2, 102), 105, 106]


def test_several_sheets_several_datasets_and_a_hidden_one(tmp_path: Path) -> None:
    content = book(
        {
            "三月": [VISIT_HEADER, *VISITS],
            "花名册": [WORKER_HEADER, ["x", "甲", "SF001", "1982-07", "书记", None, "2014-03-01"]],
            "四月": [VISIT_HEADER, VISITS[0]],
            "空": [],
            "说明": [["请于每月10日前报送"]],
        },
        hidden=["四月"],
    )
    deliveries, notes = read_deliveries(received(content), INDEX, vault(tmp_path))
    assert {d.entry["dataset"]: d.entry["rows_read"] for d in deliveries} == {"visits": 3, "workers": 1}
    assert {row["sheet"] for row in deliveries[0].rows.to_pylist()} == {"三月", "四月"}
    assert [note.en for note in notes] == [
        "Hidden sheet '四月' was read",
        "Sheet '说明' was not recognised and not read",
    ]


@pytest.mark.parametrize(
    ("header", "code", "says"),
    [
        (["走访日期", "户编号", "事由"], "missing_column", ["Sheet1", "走访人工号", "工号", "走访人", "visits"]),
        (["甲", "乙", "丙"], "unknown_sheet", ["Sheet1", "workers"]),
        (["单位", "出生年月", "学历"], "unknown_sheet", ["出生年月", "学历", "身份证号"]),
        ([*VISIT_HEADER, "户编号"], "repeated_header", ["户编号"]),
    ],
)
def test_what_is_unclear_is_refused_with_what_to_do(
    tmp_path: Path, header: list[str], code: str, says: list[str]
) -> None:
    with pytest.raises(LinliError) as caught:
        read(xlsx([["标题"], header, ["2017-03-14", "SF-1", "SF003"]]), tmp_path)
    assert caught.value.code == code
    assert all(word in caught.value.en for word in says), caught.value.en
    assert caught.value.zh and caught.value.zh != caught.value.en


def test_a_missing_column_in_one_sheet_fails_the_whole_file(tmp_path: Path) -> None:
    content = book({"三月": [VISIT_HEADER, *VISITS], "四月": [VISIT_HEADER[:2], VISITS[0][:2]]})
    with pytest.raises(LinliError, match="四月"):
        read(content, tmp_path)


def test_a_visit_log_without_its_worker_is_not_taken_for_a_household_register(tmp_path: Path) -> None:
    with pytest.raises(LinliError) as caught:
        read(xlsx([["单位", "走访日期", "户编号"], ["松枫社区", "2017-03-14", "SF-1"]]), tmp_path)
    assert caught.value.code == "missing_column"


def test_what_fits_two_datasets_equally_is_refused_with_both(tmp_path: Path) -> None:
    twin = CONTRACTS["visits"].model_copy(
        update={
            "dataset": "rounds",
            "title": Title(zh="巡查", en="Rounds"),
            "columns": CONTRACTS["visits"].columns[:-1],
        }
    )
    index = HeaderIndex({"visits": CONTRACTS["visits"], "rounds": twin})
    with pytest.raises(LinliError) as caught:
        read_deliveries(received(xlsx([VISIT_HEADER[:3], VISITS[0][:3]])), index, vault(tmp_path))
    assert caught.value.code == "ambiguous_dataset"
    assert all(word in caught.value.zh for word in ("入户走访", "巡查"))
    assert all(word in caught.value.en for word in ("visits", "rounds"))


def test_recognising_is_bounded_by_work(tmp_path: Path) -> None:
    with pytest.raises(LinliError) as caught:
        read(csv_bytes([VISIT_HEADER, VISITS[0]] * 2000), tmp_path)
    assert caught.value.code == "too_big"
    grid = Grid("a", [pa.chunked_array([pa.array([text] * 40)]) for text in VISIT_HEADER])
    with pytest.raises(LinliError) as caught:
        find_tables(grid, INDEX, Effort(1000))
    assert caught.value.code == "too_big"
