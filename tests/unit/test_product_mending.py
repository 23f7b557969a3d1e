"""The clerk's sheet comes back with its cells marked where they stand, also where tables stand beside each other."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from intake_samples import xlsx

from pipelines.product.check import FileCheck, Finding
from pipelines.product.mending import TO_MEND, write_mending_workbook


def finding(sheet: str, cell: str) -> Finding:
    return Finding(sheet, 2, cell, "户编号", "S**1", "bad_type", "请改正", "mend it")


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
