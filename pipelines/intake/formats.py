"""One file to its sheets, by what its bytes are, whatever it is called.

Belongs here: telling formats apart. Does not belong here: reading any of them (spreadsheets.py, delimited.py,
columnar.py, web_pages.py, xml_workbooks.py), the process this runs in (worker.py).
"""

from __future__ import annotations

import codecs
import os
from typing import IO

from pipelines.errors import LinliError
from pipelines.intake.columnar import PARQUET_MAGIC, read_parquet
from pipelines.intake.delimited import read_delimited
from pipelines.intake.grid import Grid
from pipelines.intake.limits import LIMITS, Limits, too_many_bytes
from pipelines.intake.spreadsheets import is_workbook, read_workbook
from pipelines.intake.web_pages import read_web_page
from pipelines.intake.xml_workbooks import SPREADSHEET, read_xml_workbook

_XML = (b"<?xml", b"<workbook")
_WEB_PAGE = (b"<html", b"<!doctype", b"<meta", b"<style", b"<table", *_XML)
_FOREIGN = (b"%pdf", b"{\\rtf")
_PICTURE = (b"\xff\xd8\xff", b"\x89png", b"gif8")


def read_grids(stream: IO[bytes], file_name: str, limits: Limits = LIMITS) -> list[Grid]:
    """Return a file's sheets; refuse what is no table, is empty or is too large."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    start = stream.read(1024)
    workbook = is_workbook(start)
    opening = _opening(start)
    limit = limits.workbook_bytes if workbook or opening.startswith(_WEB_PAGE) else limits.file_bytes
    if size > limit:
        raise too_many_bytes(size, limit)
    stream.seek(0)
    if workbook:
        grids = read_workbook(stream.read(), limits)
    elif start.startswith(PARQUET_MAGIC):
        grids = read_parquet(stream, file_name)
    elif opening.startswith(_XML) and SPREADSHEET in opening:
        grids = read_xml_workbook(stream)
    elif opening.startswith(_WEB_PAGE):
        grids = read_web_page(stream, file_name)
        if not grids:
            raise _foreign()
    elif opening.startswith(_FOREIGN):
        raise _foreign()
    elif opening.startswith(_PICTURE):
        raise LinliError(
            "这是一张图片，不是表格。请报送表格文件本身（xlsx、xls 或 csv）。",
            "This is a picture, not a table. Send the table's own file (xlsx, xls or csv).",
            "unreadable",
        )
    else:
        grids = read_delimited(stream, file_name)
    if not grids:
        raise LinliError(
            "文件是空的，没有任何内容。请核对后重新报送。", "The file is empty. Check it, send it again.", "empty"
        )
    return grids


def _opening(start: bytes) -> bytes:
    """Return how the text of a file begins, in small letters and one byte a letter."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = start.decode("utf-16", "ignore").encode()
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()


def _foreign() -> LinliError:
    return LinliError(
        "这是没有表格的网页或其他文档（常见于系统导出）。请用 Excel 或 WPS 打开，另存为 xlsx 后重新报送。",
        "This is a web page without a table, or another document. Open it in Excel or WPS, save it as xlsx and send it "
        "again.",
        "unreadable",
    )
