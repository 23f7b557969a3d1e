"""The clerk's own sheet again, with the cells to mend coloured and commented.

Belongs here: that workbook. Does not belong here: finding the cells (check.py). It holds the sender's own rows,
personal columns included, so it is written where the sender asked and nowhere else.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.intake.formats import read_grids
from pipelines.intake.grid import Grid
from pipelines.intake.harmless import harmless
from pipelines.product.check import FileCheck, Finding

TO_MEND = PatternFill("solid", fgColor="FFD6A5")
TITLE_LENGTH = 31


def write_mending_workbook(check: FileCheck, target: Path) -> None:
    """Write the file's sheets as read, cell for cell, with what `check` found marked in them."""
    by_sheet: dict[str, list[Finding]] = defaultdict(list)
    for finding in check.findings:
        by_sheet[finding.sheet].append(finding)
    book = Workbook()
    book.remove(book.worksheets[0])
    with check.path.open("rb") as stream:
        for grid in read_grids(stream, check.path.name):
            sheet = book.create_sheet(grid.sheet[:TITLE_LENGTH])
            _copy(grid, sheet)
            _mark(sheet, by_sheet[grid.sheet])
            # Tables that stand beside each other are called by their columns too: 走访!A:D.
            for name in [name for name in by_sheet if name.startswith(f"{grid.sheet}!")]:
                _mark(sheet, by_sheet[name])
    book.save(target)


def _copy(grid: Grid, sheet: Worksheet) -> None:
    for row in grid.rows(0, grid.height):
        sheet.append([None if cell is None else harmless(cell) for cell in row])
    for merge in grid.merges:
        sheet.merge_cells(
            start_row=merge.top + 1,
            end_row=merge.bottom + 1,
            start_column=merge.left + 1,
            end_column=merge.right + 1,
        )


def _mark(sheet: Worksheet, findings: list[Finding]) -> None:
    for finding in findings:
        if not finding.cell[0].isalpha():
            continue
        cell = sheet[finding.cell]
        cell.fill = TO_MEND
        cell.comment = Comment(f"{finding.reason_zh}\n{finding.reason_en}", "Linli 邻里")
