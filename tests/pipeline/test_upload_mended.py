"""A clerk's crooked file on the published demo: its bad cells, mended one by one, and what the mended file comes to."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from support import Demo, run_linli
from test_check import CROOKED, SENDER

from pipelines.product import upload as uploading
from pipelines.product.upload import Upload, judge, marked, mend

MENDED = ("2018-07-05", "SF-0004", "2018-07-08")
STAFF = """工号,单位,身份证号,出生年月,岗位,到岗日期
SF900,松风社区,123,1990-01,楼长,2018-07-01
"""


def test_three_bad_cells_are_mended_and_the_file_is_clean(demo: Demo, tmp_path: Path) -> None:
    judged = judge(demo.home, Upload(SENDER, "走访7月.csv", CROOKED.encode("gb18030")))
    assert (judged.check.rows_read, judged.rows_accepted) == (6, 3)
    assert [(cell.finding.cell, cell.text, cell.obstacle) for cell in judged.cells] == [
        ("B6", "2018-02-30", None),
        ("C7", "", None),
        ("B8", "7月8日", None),
    ]
    mended = mend(judged.upload, dict(zip((cell.place for cell in judged.cells), MENDED, strict=True)))
    assert mended.name == "走访7月.xlsx"
    path = tmp_path / mended.name
    path.write_bytes(mended.content)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert (sheet.title, sheet["A1"].value) == ("走访7月", "松枫社区入户走访登记表(2018年7月)")
    assert tuple(sheet[cell].value for cell in ("B6", "C7", "B8", "B4")) == (*MENDED, "2018.7.3")
    told = run_linli(demo.home, "check", str(path), "--unit", SENDER, "--format", "json")
    assert told.returncode == 0
    assert json.loads(told.stdout)[0]["rows_read"] == 6


def test_a_row_reported_twice_is_left_out(demo: Demo) -> None:
    lines = CROOKED.splitlines()
    judged = judge(demo.home, Upload(SENDER, "走访7月.csv", "\n".join([*lines[:4], lines[3], *lines[4:]]).encode()))
    found = {cell.finding.reason_code: cell for cell in judged.cells}
    assert found["duplicate_key"].row == ("走访7月", 5) and found["duplicate_key"].row_can_go
    left = judge(demo.home, mend(judged.upload, {}, {cell.row for cell in judged.cells}))
    assert (left.check.rows_read, left.rows_accepted, left.cells) == (3, 3, ())


def test_personal_cells_stay_hidden_and_coded_ones_offer_their_words(demo: Demo, tmp_path: Path) -> None:
    judged = judge(demo.home, Upload(SENDER, "花名册.csv", STAFF.encode()))
    by_header = {cell.finding.header: cell for cell in judged.cells}
    assert by_header["身份证号"].obstacle == "personal"
    assert "123" not in by_header["身份证号"].text
    assert by_header["岗位"].text == "楼长"
    assert "网格员" in by_header["岗位"].choices
    assert by_header["单位"].names_unit and by_header["单位"].text == "松风社区"
    assert by_header["统计日期"].obstacle == "not_in_table"
    (tmp_path / "marked.xlsx").write_bytes(marked(judged))
    sheet = openpyxl.load_workbook(tmp_path / "marked.xlsx").worksheets[0]
    assert {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment} == {"A2", "B2", "C2", "E2"}


def test_a_long_table_is_mended_where_it_came_from(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "MOST_ROWS", 5)
    judged = judge(demo.home, Upload(SENDER, "走访7月.csv", CROOKED.encode("gb18030")))
    assert {cell.obstacle for cell in judged.cells} == {"too_long"}
    assert not judged.can_be_written
