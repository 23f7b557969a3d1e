"""The clerk's own sheet again: with the cells to mend coloured and commented, or with what was mended in them.

Belongs here: those workbooks. Does not belong here: finding the cells (check.py, warehouse/send_back.py). They hold
the sender's own rows, personal columns included, so they are written where the sender asked, or into rejects/, and
nowhere else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.intake.durable import write_whole
from pipelines.intake.formats import read_grids
from pipelines.intake.grid import Grid
from pipelines.product.check import FileCheck, Finding
from pipelines.product.harmless import harmless

TO_MEND = PatternFill("solid", fgColor="FFD6A5")
TITLE_LENGTH = 31
# A longer sheet is mended where it came from: linli check names its cells.
MOST_ROWS = 100_000
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
        if grid.dates_from_1904:
            book.epoch = CALENDAR_MAC_1904
        sheet = book.create_sheet(_NO_TITLE.sub("_", grid.sheet)[:TITLE_LENGTH])
        _copy(grid, sheet)
        _mark(sheet, by_sheet[grid.sheet])
        # Tables that stand beside each other are called by their columns too: 走访!A:D.
        for name in [name for name in by_sheet if name.startswith(f"{grid.sheet}!")]:
            _mark(sheet, by_sheet[name])
    write_whole(target, book.save, mode)


def grid_of(grids: Iterable[Grid], sheet: str) -> Grid | None:
    """Return the sheet of a file that a table stands in; tables beside each other are called 走访!A:D."""
    by_name = {grid.sheet: grid for grid in grids}
    return by_name.get(sheet) or by_name.get(sheet.rpartition("!")[0])


def text_in(grid: Grid, cell: str) -> str | None:
    """Return what a cell says, a merged one what its corner says."""
    row, column = _corner(grid, cell)
    return None if column >= len(grid.columns) else grid.columns[column][row].as_py()


def mended(grid: Grid, texts: Mapping[str, str]) -> Grid:
    """Return a sheet with other texts in some of its cells, nothing where the text is empty."""
    columns = [column.to_pylist() for column in grid.columns]
    for cell, text in texts.items():
        row, column = _corner(grid, cell)
        columns[column][row] = text.strip() or None
    return replace(grid, columns=[pa.array(column, pa.string()) for column in columns])


def without(grid: Grid, rows: Collection[int]) -> Grid:
    """Return a sheet without some of its rows (counted from 1); what a merged cell says stays with its other rows."""
    kept = [row for row in range(grid.height) if row + 1 not in rows]
    columns, merges = [column.to_pylist() for column in grid.columns], []
    place = {row: number for number, row in enumerate(kept)}
    for merge in grid.merges:
        left = [row for row in range(merge.top, merge.bottom + 1) if row in place]
        if left:
            columns[merge.left][left[0]] = columns[merge.left][merge.top]
            merges.append(replace(merge, top=place[left[0]], bottom=place[left[-1]]))
    return replace(
        grid,
        columns=[pa.array([column[row] for row in kept], pa.string()) for column in columns],
        merges=tuple(merges),
        unsaved_formulas=tuple((place[row], column) for row, column in grid.unsaved_formulas if row in place),
    )


def _corner(grid: Grid, cell: str) -> tuple[int, int]:
    """Return row and column of a cell, counted from 0; of merged cells only the first holds anything."""
    row, column = (place - 1 for place in coordinate_to_tuple(cell))
    for merge in grid.merges:
        if merge.top <= row <= merge.bottom and merge.left <= column <= merge.right:
            return merge.top, merge.left
    return row, column


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
