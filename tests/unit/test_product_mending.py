"""The clerk's sheet comes back with its cells marked where they stand, also where tables stand beside each other."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pyarrow as pa
from intake_samples import xlsx

from pipelines.intake.formats import read_grids
from pipelines.intake.grid import Grid, Merge
from pipelines.product.check import FileCheck, Finding
from pipelines.product.mending import TO_MEND, grid_of, mended, text_in, without, write_marked, write_mending_workbook


def finding(sheet: str, cell: str) -> Finding:
    return Finding("visits", sheet, 2, cell, "household_no", "户编号", "S**1", "bad_type", "请改正", "mend it")


def test_cells_are_marked_in_every_table_of_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "走访.xlsx"
    path.write_bytes(xlsx([["户编号", None, "户编号"], ["SF-1", None, "SF-2"]], sheet="走访"))
    check = FileCheck(path, ("visits",), 2, (finding("走访!A:A", "A2"), finding("走访!C:C", "C2")))
    write_mending_workbook(check, tmp_path / "mend.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "mend.xlsx")["走访"]
    marked = {
        cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == TO_MEND.fgColor.rgb
    }
    assert marked == {"A2", "C2"}
    assert sheet["C2"].comment is not None and "请改正" in sheet["C2"].comment.text


def test_a_cell_is_mended_where_it_stands_and_a_merged_one_in_its_corner() -> None:
    columns = [pa.array(["日期", "2018-02-30", None, "坏"]), pa.array(["户", "1", "2", None])]
    grid = Grid("走访", columns, merges=(Merge(1, 0, 2, 0),))
    assert (text_in(grid, "A3"), text_in(grid, "B4"), text_in(grid, "Z9")) == ("2018-02-30", None, None)
    fixed = mended(grid, {"A3": "2018-03-01", "A4": " 2018-03-02 ", "B3": ""})
    assert fixed.rows(0, 4) == [("日期", "户"), ("2018-03-01", "1"), (None, None), ("2018-03-02", None)]
    assert fixed.merges == grid.merges
    assert grid_of([grid], "走访!A:B") is grid
    assert grid_of([grid], "经费") is None


def test_rows_left_out_close_up_and_what_was_merged_over_them_stays() -> None:
    columns = [pa.array(["日期", "3日", None, None, "4日"]), pa.array(["户", "1", "1", "2", "3"])]
    grid = Grid("走访", columns, merges=(Merge(1, 0, 3, 0),), unsaved_formulas=((2, 1), (4, 1)))
    left = without(grid, {2, 3})
    assert left.rows(0, 9) == [("日期", "户"), ("3日", "2"), ("4日", "3")]
    assert left.merges == (Merge(1, 0, 1, 0),)
    assert left.unsaved_formulas == ((2, 1),)
    assert without(grid, {2, 3, 4}).merges == ()


def test_day_numbers_keep_their_calendar(tmp_path: Path) -> None:
    grid = Grid("走访", [pa.array(["日期", "41000"])], dates_from_1904=True)
    write_marked([grid], (), tmp_path / "book.xlsx")
    (read,) = read_grids((tmp_path / "book.xlsx").open("rb"), "book.xlsx")
    assert read.dates_from_1904
    assert read.rows(0, 2) == grid.rows(0, 2)
