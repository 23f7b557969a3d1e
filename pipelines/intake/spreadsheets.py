"""Workbooks (xlsx, xlsb, xls, et, ods) to grids, by python-calamine.

Belongs here: opening a workbook and why one cannot be opened. Does not belong here: csv, what a sheet means.
"""

from __future__ import annotations

import io
import re
import resource
import struct
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from pipelines.errors import LinliError
from pipelines.intake.cells import Cell, column_texts
from pipelines.intake.grid import Grid, Merge, clean
from pipelines.intake.limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_MERGES,
    Limits,
    too_many_cells,
    too_many_columns,
)
from pipelines.intake.zip_parts import ZipFacts, damaged, look_into, refuse_dangerous

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = b"PK\x03\x04"
# An encrypted xlsx is an OLE file with this stream; an encrypted xls has a FILEPASS record right after its first one.
_ENCRYPTED_XLSX = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_XLS = re.compile(rb"\x09\x08\x10\x00.{16}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
_FIRST_RECORD = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_NEAR_THE_LIMIT = 0.7
_DATE_MODE, _END_OF_GLOBALS = 0x22, 0x0A


def is_workbook(start: bytes) -> bool:
    """Return whether a file that starts so is a workbook, whatever it is called."""
    return start.startswith((OLE_MAGIC, ZIP_MAGIC))


def read_workbook(content: bytes, limits: Limits) -> list[Grid]:
    """Return every sheet that has cells, hidden ones too; refuse a damaged or protected workbook."""
    if _is_protected(content):
        raise _protected()
    is_zip = content.startswith(ZIP_MAGIC)
    if is_zip:
        refuse_dangerous(content, limits)
    with ThreadPoolExecutor(1) as beside:
        # calamine lets other threads run while it reads, and what it does not tell takes as long as unpacking.
        facts = beside.submit(look_into if is_zip else _look_into_xls, content)
        return _sheets(content, facts)


def _sheets(content: bytes, facts: Future[ZipFacts]) -> list[Grid]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = workbook.sheets_metadata
        return [grid for sheet in sheets if (grid := _read_sheet(workbook, sheet, facts)) is not None]
    except PasswordError:
        raise _protected() from None
    except CalamineError as error:
        raise damaged(str(error)) from None
    except BaseException as error:
        # A panic inside the reader comes as a BaseException; it must cost this file only.
        if type(error).__name__ != "PanicException":
            raise
        raise MemoryError if _short_of_memory() else damaged("panic") from None


def _short_of_memory() -> bool:
    """Return whether this process came near its limit: then a panic is the reader's way of saying that it hit it."""
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    peak = re.search(r"VmPeak:\s*(\d+)", Path("/proc/self/status").read_text(encoding="utf-8"))
    return limit != resource.RLIM_INFINITY and peak is not None and 1024 * int(peak[1]) > _NEAR_THE_LIMIT * limit


def _read_sheet(workbook: CalamineWorkbook, metadata: Any, looking: Future[ZipFacts]) -> Grid | None:
    if metadata.typ != SheetTypeEnum.WorkSheet:
        return None
    name = metadata.name
    sheet = workbook.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise too_many_cells(name, sheet.total_height, sheet.total_width)
    rows = sheet.to_python(skip_empty_area=False)
    if not rows or not rows[0]:
        return None
    columns = _columns(rows)
    if not columns:
        return None
    if len(columns) > MAX_COLUMNS:
        raise too_many_columns(name, len(columns))
    facts = looking.result()
    return Grid(
        name,
        columns,
        _merges_within([*_told(sheet.merged_cell_ranges or ()), *facts.merges.get(name, ())], len(rows), len(columns)),
        hidden=metadata.visible != SheetVisibleEnum.Visible,
        dates_from_1904=facts.dates_from_1904,
        unsaved_formulas=facts.unsaved_formulas.get(name, ()),
    )


def ragged_grid(name: str, rows: list[list[Cell]], merges: Sequence[Merge], *, hidden: bool = False) -> Grid | None:
    """Return rows of different lengths as a sheet; none where nothing stands in them."""
    height, width = len(rows), max(map(len, rows), default=0)
    if height * width > MAX_CELLS:
        raise too_many_cells(name, height, width)
    columns = _columns([row + [""] * (width - len(row)) for row in rows])
    return Grid(name, columns, _merges_within(merges, height, len(columns)), hidden=hidden) if columns else None


def _columns(rows: Sequence[Sequence[Any]]) -> list[Any]:
    """Return the columns as text, up to the last one in which something stands."""
    columns = [values if any(value != "" for value in values) else None for values in zip(*rows, strict=True)]
    while columns and columns[-1] is None:
        columns.pop()
    blank = ("",) * len(rows)
    return [pa.chunked_array([clean(column_texts(values or blank))]) for values in columns]


def _told(ranges: Any) -> list[Merge]:
    return [Merge(top, left, bottom, right) for (top, left), (bottom, right) in ranges]


def _merges_within(ranges: Sequence[Merge], height: int, width: int) -> tuple[Merge, ...]:
    """Return the merged ranges within the sheet. Too many, or ranges that overlap, are no work of a clerk."""
    within = [
        replace(merge, bottom=min(merge.bottom, height - 1), right=min(merge.right, width - 1))
        for merge in ranges
        if merge.top < height and merge.left < width
    ]
    if len(within) > MAX_MERGES or sum(merge.area for merge in within) > height * width:
        raise damaged("mergeCells")
    return tuple(within)


def _look_into_xls(content: bytes) -> ZipFacts:
    return ZipFacts(_xls_dates_from_1904(content))


def _xls_dates_from_1904(content: bytes) -> bool:
    """Walk the records of an xls up to the one that says which calendar its day numbers count by."""
    place = content.find(_FIRST_RECORD)
    while 0 <= place < len(content) - 6:
        kind, length = struct.unpack_from("<HH", content, place)
        if kind == _DATE_MODE:
            return content[place + 4] == 1
        if kind == _END_OF_GLOBALS:
            return False
        place += 4 + length
    return False


def _is_protected(content: bytes) -> bool:
    return content.startswith(OLE_MAGIC) and (_ENCRYPTED_XLSX in content or bool(_ENCRYPTED_XLS.search(content)))


def _protected() -> LinliError:
    return LinliError(
        "工作簿有打开密码，无法读取。请取消密码后重新报送。",
        "The workbook is protected by a password. Remove the password and send it again.",
        "password_protected",
    )
