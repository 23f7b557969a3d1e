"""`linli check`: a crooked sheet comes back with exactly the cells to mend, and nothing is loaded."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import openpyxl
import pytest
from support import Demo, run_linli

SENDER = "330482001034"
CROOKED = """松枫社区入户走访登记表(2018年7月)
填报单位：松枫社区,,,,
序号,走访日期,住户编号,走访人工号,走访内容
1,2018.7.3,SF-0001,SF003,看望
2,2018年7月4日,SF-0002,SF003,=cmd()
3,2018-02-30,SF-0003,SF003,
4,20180706,,SF003,
5,7月8日,SF-0005,SF004,
6,2018/7/9,SF-0006,SF004,
合计,6户,,,
"""


@pytest.fixture
def crooked(tmp_path: Path) -> Path:
    """A clerk's visit log: GB18030, a title and a preamble above the headers, a total row, three bad cells."""
    path = tmp_path / "走访7月.csv"
    path.write_text(CROOKED, encoding="gb18030")
    return path


def test_exactly_the_three_cells_to_mend(demo: Demo, crooked: Path) -> None:
    before = demo.home.published.stat()
    told = run_linli(demo.home, "check", str(crooked), "--unit", SENDER, "--format", "json")
    assert told.returncode == 1
    (found,) = json.loads(told.stdout)
    assert (found["datasets"], found["rows_read"], found["rows_rejected"]) == (["visits"], 6, 3)
    assert [(cell["cell"], cell["header"], cell["reason_code"]) for cell in found["findings"]] == [
        ("B6", "走访日期", "bad_type"),
        ("C7", "户编号", "missing_required"),
        ("B8", "走访日期", "bad_type"),
    ]
    assert all(cell["reason_zh"] and cell["reason_en"] for cell in found["findings"])
    assert "不存在（2018-02-30）" in found["findings"][0]["reason_zh"]
    assert "no such day as 2018-02-30" in found["findings"][0]["reason_en"]
    assert "不存在" not in found["findings"][2]["reason_zh"]
    (total,) = [note["zh"] for note in found["notes"] if "合计行" in note["zh"]]
    assert "第 10 行" in total
    (later,) = [note for note in found["notes"] if "统计截止日" in note["zh"]]
    assert "3 行" in later["zh"]
    assert "3 row(s) dated after the as-of date 2018-06-30" in later["en"]
    assert demo.home.published.stat() == before
    assert not list(demo.home.landing.rglob("*.csv"))


def test_findings_stand_in_the_order_of_the_sheet_and_harmless_codes_unmasked(demo: Demo, tmp_path: Path) -> None:
    path = tmp_path / "三会一课.csv"
    path.write_text(
        "会议类型,实到人数,召开日期,党组织名称,应到人数,单位\n"
        "茶话会,,2018-07-03,松枫社区第一党支部,abc,新凤凰社区\n党课,五,2018-07-04,松枫社区第一党支部,46,松枫社区\n",
        encoding="utf-8",
    )
    told = run_linli(demo.home, "check", str(path), "--unit", SENDER)
    cells = [line for line in told.stdout.splitlines() if "!" in line]
    assert [cell.split("!")[1] for cell in cells] == [
        "A2 会议类型: 茶*会",
        "B2 实到人数: (空 empty)",
        "E2 应到人数: abc",
        "F2 单位: 新凤凰社区",
        "B3 实到人数: 五",
    ]


def test_nobody_speaks_for_a_unit_that_is_not_below_it(demo: Demo, tmp_path: Path) -> None:
    path = tmp_path / "邻居人口.csv"
    path.write_text("单位,统计日期,户数,常住人口,城镇人口\n水洞埭社区,2018-06-30,1200,3000,3000\n", encoding="utf-8")
    told = run_linli(demo.home, "check", str(path), "--unit", SENDER)
    assert told.returncode == 1
    assert "水洞埭社区" in told.stdout
    assert "不是报送单位或其下级" in told.stdout
    assert run_linli(demo.home, "check", str(path), "--unit", "330482001").returncode == 0


@pytest.mark.parametrize(("words", "says"), [(["--unit", "xyz"], "没有代码为“xyz”的单位"), ([], "是文件夹")])
def test_a_unit_or_a_file_that_is_none_is_told(demo: Demo, crooked: Path, words: list[str], says: str) -> None:
    told = run_linli(demo.home, "check", str(crooked if words else crooked.parent), *words)
    assert told.returncode == 1
    assert says in told.stderr


def test_the_sheet_comes_back_with_the_cells_marked(
    demo: Demo, crooked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = run_linli(demo.home, "check", str(crooked), "--unit", SENDER, "--format", "xlsx")
    assert told.returncode == 1
    sheet = openpyxl.load_workbook(tmp_path / "走访7月-待修改.xlsx").worksheets[0]
    marked = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment}
    assert marked == {"B6", "C7", "B8"}
    assert sheet["B4"].value == "2018.7.3"
    assert sheet["E5"].value == "'=cmd()"


def test_a_clean_file_and_an_unreadable_one(demo: Demo, tmp_path: Path) -> None:
    clean = tmp_path / "clean.csv"
    clean.write_text("单位,走访日期,户编号,走访人工号\n松枫社区,2018-07-03,SF-0001,SF003\n", encoding="utf-8")
    assert run_linli(demo.home, "check", str(clean)).returncode == 0
    nameless = tmp_path / "nameless.csv"
    nameless.write_text("走访日期,户编号,走访人工号\n2018-07-03,SF-0001,SF003\n", encoding="utf-8")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"no workbook")
    told = run_linli(demo.home, "check", str(clean), str(nameless), str(broken), "--unit", "330482001")
    assert told.returncode == 2
    assert told.stdout.count("没有写明单位，各行都计入报送单位“当湖街道”") == 1
    assert "broken.xlsx" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_check_finds_what_the_delivery_was_sent_back_for(demo: Demo) -> None:
    with duckdb.connect(str(demo.home.published), read_only=True) as connection:
        rejected = connection.execute(
            """
            select d.sender_code, d.file_name, r.sheet, r.row_number, r.header, r.reason_code
            from marts.dq_rejected_row r join marts.dq_delivery d using (delivery_id)
            where d.file_name = (select min(file_name) from marts.dq_delivery where status = 'partly_accepted')
            order by 3, 4, 5
            """
        ).fetchall()
    sender, name = rejected[0][:2]
    told = run_linli(demo.home, "check", str(demo.delivered / sender / name), "--format", "json")
    (found,) = json.loads(told.stdout)
    seen = [(c["sheet"], c["row_number"], c["header"], c["reason_code"]) for c in found["findings"]]
    assert seen == [row[2:] for row in rejected]
