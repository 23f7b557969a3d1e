"""The clerk's own sheet again, with the cells to mend coloured and commented.

Belongs here: that workbook. Does not belong here: finding the cells (check.py, warehouse/send_back.py). It holds the
sender's own rows, personal columns included, so it is written where the sender asked, or into rejects/, and nowhere
else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.intake.durable import write_whole
from pipelines.intake.formats import read_grids
from pipelines.intake.grid import Grid
from pipelines.product.check import FileCheck, Finding
from pipelines.product.harmless import harmless

TO_MEND = PatternFill("solid", fgColor="FFD6A5")
TITLE_LENGTH = 31
# What a spreadsheet allows in no sheet's name.
_NO_TITLE = re.compile(r"[\[\]:*?/\\]")


def write_mending_workbook(check: FileCheck, target: Path) -> None:
    """Write the file's sheets as read, cell for cell, with what `check` found marked in them."""
    with check.path.open("rb") as stream:
        write_marked(read_grids(stream, check.path.name), check.findings, target)


def write_marked(grids: Iterable[Grid], findings: Sequence[Finding], target: Path, mode: int = 0o644) -> None:
    """Write sheets cell for cell, as a workbook whatever they came as, with the findings marked in them."""
    by_sheet: dict[str, dict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        by_sheet[finding.sheet][finding.cell].append(finding)
    book = Workbook()
    book.remove(book.worksheets[0])
    for grid in grids:
        sheet = book.create_sheet(_NO_TITLE.sub("_", grid.sheet)[:TITLE_LENGTH])
        _copy(grid, sheet)
        _mark(sheet, by_sheet[grid.sheet])
        # Tables that stand beside each other are called by their columns too: 走访!A:D.
        for name in [name for name in by_sheet if name.startswith(f"{grid.sheet}!")]:
            _mark(sheet, by_sheet[name])
    write_whole(target, book.save, mode)


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


def _mark(sheet: Worksheet, findings: dict[str, list[Finding]]) -> None:
    for place, found in findings.items():
        # What stands in no column of the table is said at the beginning of its row.
        cell = sheet[place if place[0].isalpha() else f"A{place}"]
        cell.fill = TO_MEND
        cell.comment = Comment("\n".join(f"{each.reason_zh}\n{each.reason_en}" for each in found), "Linli 邻里")
