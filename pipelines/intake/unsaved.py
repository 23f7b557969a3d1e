"""Formulas that a workbook holds without their results: a program wrote it and no spreadsheet ever computed it.

Belongs here: telling those that matter from those that do not. Does not belong here: finding them (zip_parts.py).
"""

from __future__ import annotations

from collections.abc import Container

from pipelines.errors import LinliError
from pipelines.intake.grid import Grid
from pipelines.intake.places import cell_name, listed
from pipelines.intake.recognise import Table


def refuse_unsaved(table: Table, no_data: Container[int]) -> None:
    """Refuse a table with such a formula among its data: read as blank it would say something else."""
    mapped = {header.position for header in table.match.columns.values()}
    blank = [
        cell_name(row, table.grid.left + column)
        for row, column in table.grid.unsaved_formulas
        if table.start <= row < table.stop and column in mapped and row - table.start not in no_data
    ]
    if blank:
        raise LinliError(
            f"工作表“{table.grid.sheet}”的 {listed(blank)} 是公式，但文件中没有保存计算结果。"
            "请用 Excel 或 WPS 打开并保存一次，再重新报送。",
            f"Sheet '{table.grid.sheet}': {listed(blank)} are formulas whose results were not saved. Open the file in "
            "Excel or WPS, save it and send it again.",
            "unsaved_formula",
        )


def harmless_unsaved(grid: Grid) -> str | None:
    """Return where such formulas stand in a sheet that was taken in, said shortly."""
    return listed([cell_name(*place) for place in grid.unsaved_formulas]) if grid.unsaved_formulas else None
