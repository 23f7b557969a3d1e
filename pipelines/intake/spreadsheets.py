"""Workbooks (xlsx, xlsb, xls, et, ods) to grids, by python-calamine.

Belongs here: opening a workbook and why one cannot be opened. Does not belong here: csv, what a sheet means.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from pipelines.errors import LinliError
from pipelines.intake.cells import Cell, cell_text
from pipelines.intake.grid import Grid, Merge

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = b"PK\x03\x04"
# An encrypted xlsx is an OLE file with this stream; an encrypted xls has a FILEPASS record right after its first one.
_ENCRYPTED_XLSX = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_XLS = re.compile(rb"\x09\x08\x10\x00.{16}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)


def is_workbook(content: bytes) -> bool:
    """Return whether the bytes are a workbook's, whatever the file is called."""
    return content.startswith((OLE_MAGIC, ZIP_MAGIC))


def read_workbook(content: bytes) -> list[Grid]:
    """Return every sheet that has cells, hidden ones too; refuse a damaged or protected workbook."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [grid for sheet in workbook.sheets_metadata if (grid := _read_sheet(workbook, sheet)) is not None]
    except PasswordError:
        raise _protected() from None
    except CalamineError as error:
        raise _protected() if _is_protected(content) else _damaged(str(error)) from None
    except BaseException as error:
        # A panic inside the reader comes as a BaseException; it must cost this file only.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged("panic") from None


def _read_sheet(workbook: CalamineWorkbook, metadata: Any) -> Grid | None:
    if metadata.typ != SheetTypeEnum.WorkSheet:
        return None
    sheet = workbook.get_sheet_by_name(metadata.name)
    rows = sheet.to_python(skip_empty_area=False)
    if not rows or not rows[0]:
        return None
    merges = tuple(Merge(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
    columns = [_column(values) for values in zip(*rows, strict=True)]
    while columns and columns[-1].null_count == len(rows):
        columns.pop()
    if not columns:
        return None
    return Grid(metadata.name, columns, merges, hidden=metadata.visible != SheetVisibleEnum.Visible)


def _column(values: Sequence[Cell]) -> Any:
    return pa.chunked_array([pa.array([cell_text(value) for value in values], pa.string())])


def _is_protected(content: bytes) -> bool:
    return content.startswith(OLE_MAGIC) and (_ENCRYPTED_XLSX in content or bool(_ENCRYPTED_XLS.search(content)))


def _protected() -> LinliError:
    return LinliError(
        "工作簿有打开密码，无法读取。请取消密码后重新报送。",
        "The workbook is protected by a password. Remove the password and send it again.",
        "password_protected",
    )


def _damaged(detail: str) -> LinliError:
    return LinliError(
        f"工作簿不完整或已损坏，无法读取（{detail}）。请用 Excel 或 WPS 打开核对，另存为 xlsx 后重新报送。",
        f"The workbook is truncated or damaged ({detail}). Open it in Excel or WPS, save it as xlsx and send it again.",
        "unreadable",
    )
