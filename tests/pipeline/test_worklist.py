"""The worklist of the demo: what it lists, and that a filled-in one can be handed in as it is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support import Demo, run_linli

from pipelines.product.published import open_published

STREET = "330482001"
HEADER = 4


@pytest.fixture
def workbook(demo: Demo, tmp_path: Path) -> Path:
    target = tmp_path / "督办清单.xlsx"
    answer = run_linli(demo.home, "worklist", "--unit", STREET, "-o", str(target))
    assert answer.returncode == 0, answer.stderr
    return target


def test_every_gap_of_the_street_and_below_is_listed(demo: Demo, workbook: Path) -> None:
    sheet = load_workbook(workbook).worksheets[0]
    heads = [cell.value for cell in sheet[HEADER]]
    listed = {
        (row[heads.index("单位代码")], row[heads.index("条款编号")])
        for row in sheet.iter_rows(min_row=HEADER + 1, values_only=True)
    }
    with open_published(demo.home.published) as connection:
        gaps = connection.execute(
            """
            select distinct unit.code, gap.clause_id from marts.fct_assessment as gap
            inner join marts.dim_unit as unit using (unit_id)
            inner join (
                select clause_id, unit_id, max(period_start) as period_start from marts.fct_assessment
                where not is_partial and adopted and is_lit and status not in ('no_data', 'not_applicable') group by all
            ) using (clause_id, unit_id, period_start)
            where unit.code like '330482001%' and gap.status in ('missed', 'behind') and gap.adopted and gap.is_lit
            """
        ).fetchall()
    assert listed == set(gaps)
    assert (STREET, "danghu_2017.under_45_certified_before_2020") in listed
    assert "演示数据" in str(sheet["A1"].value)


def test_a_filled_in_list_can_be_handed_in(demo: Demo, workbook: Path) -> None:
    book = load_workbook(workbook)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[HEADER]]
    first = HEADER + 1
    sheet.cell(first, heads.index("办理状态") + 1).value = "办理中"
    sheet.cell(first, heads.index("承诺完成日期") + 1).value = dt.date(2018, 9, 30)
    sheet.cell(first, heads.index("办理说明") + 1).value = "已报名今年考试"
    book.save(workbook)
    answer = run_linli(demo.home, "check", str(workbook), "--unit", STREET)
    assert answer.returncode == 0, answer.stdout
    assert f"follow_ups, 共 {sheet.max_row - HEADER} 行" in answer.stdout
    sheet.cell(first, heads.index("办理状态") + 1).value = "快了"
    book.save(workbook)
    answer = run_linli(demo.home, "check", str(workbook), "--unit", STREET)
    assert answer.returncode == 1
    assert "办理状态" in answer.stdout


def test_a_worklist_is_written_as_a_workbook_only(demo: Demo, tmp_path: Path) -> None:
    answer = run_linli(demo.home, "worklist", "--unit", STREET, "-o", str(tmp_path / "x.docx"))
    assert answer.returncode == 1
    assert ".xlsx" in answer.stderr
    assert not (tmp_path / "x.docx").exists()


def test_a_unit_that_is_not_known_is_a_clear_line(demo: Demo, tmp_path: Path) -> None:
    answer = run_linli(demo.home, "worklist", "--unit", "999", "-o", str(tmp_path / "x.xlsx"))
    assert answer.returncode == 1
    assert len(answer.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "x.xlsx").exists()
