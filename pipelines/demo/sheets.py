"""How a sheet becomes a file: xlsx, xls or GB18030 csv, byte for byte the same whenever it is written.

Belongs here: the three writers, fixed time stamps, cell formats.
Does not belong here: what stands in the cells (layout.py), where the file goes (deliveries.py).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import xlwt
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

Cell = str | int | float | date | None

_WRITTEN_ON = datetime(2018, 1, 1)
_DATE_FORMAT = "yyyy-mm-dd"


@dataclass
class Sheet:
    """The cells of one sheet from its first row on, its merged ranges (top, left, bottom, right; 1-based).

    `columns` tells at which place of a row each column of the contract stands.
    """

    name: str
    cells: list[list[Cell]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    heading_rows: int = 1
    columns: dict[str, int] = field(default_factory=dict)


class _FixedZip(ZipFile):
    """A zip file that gives every member the same date, so that equal content is equal bytes."""

    def writestr(
        self,
        zinfo_or_arcname: str | ZipInfo,
        data: Any,
        compress_type: int | None = ZIP_DEFLATED,
        compresslevel: int | None = 6,
    ) -> None:
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        member = ZipInfo(name, _WRITTEN_ON.timetuple()[:6])
        member.external_attr = 0o600 << 16
        super().writestr(member, data, compress_type, compresslevel)

    def write(self, filename: Any, arcname: Any = None, *_arguments: Any, **_options: Any) -> None:
        self.writestr(str(arcname or filename), Path(filename).read_bytes())


def to_bytes(sheets: Sequence[Sheet], kind: str) -> bytes:
    """Return the sheets as a file of a kind: xlsx, xls or csv (one sheet)."""
    if kind == "csv":
        return _csv(sheets[0])
    return _xls(sheets) if kind == "xls" else _xlsx(sheets)


def _xlsx(sheets: Sequence[Sheet]) -> bytes:
    book = Workbook(write_only=True)
    book.properties.creator = "演示"
    book.properties.created = book.properties.modified = _WRITTEN_ON
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        page.column_dimensions["A"].width = 14
        for top, left, bottom, right in sheet.merges:
            page.merged_cells.add(f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}")
        for number, row in enumerate(sheet.cells):
            page.append(_styled(page, row, number) if number < sheet.heading_rows else [_dated(page, v) for v in row])
    target = io.BytesIO()
    with _FixedZip(target, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()
    return target.getvalue()


def _styled(page: Any, row: list[Cell], number: int) -> list[Any]:
    styled = []
    for value in row:
        cell = WriteOnlyCell(page, value=value)
        cell.font = Font(bold=True, size=14 if number == 0 else 11)
        cell.alignment = Alignment(horizontal="center", vertical="center")
        styled.append(cell)
    return styled


def _dated(page: Any, value: Cell) -> Any:
    if not isinstance(value, date):
        return value
    cell = WriteOnlyCell(page, value=value)
    cell.number_format = _DATE_FORMAT
    return cell


def _xls(sheets: Sequence[Sheet]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    dated = xlwt.easyxf(num_format_str=_DATE_FORMAT)
    heading = xlwt.easyxf("font: bold on; align: horiz center, vert center")
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        anchors = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges}
        for number, row in enumerate(sheet.cells, start=1):
            for column, value in enumerate(row, start=1):
                if value is None:
                    continue
                style = heading if number <= sheet.heading_rows else xlwt.Style.default_style
                if (corner := anchors.get((number, column))) is not None:
                    page.write_merge(number - 1, corner[0] - 1, column - 1, corner[1] - 1, value, style)
                else:
                    page.write(number - 1, column - 1, value, dated if isinstance(value, date) else style)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _csv(sheet: Sheet) -> bytes:
    target = io.StringIO()
    csv.writer(target, lineterminator="\r\n").writerows(sheet.cells)
    return target.getvalue().encode("gb18030")
