"""Writers of crooked files, and the shapes that a table can be written in.

Belongs here: bytes of files. Does not belong here: what they must become (tests/fixtures/crooked.yml).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pyarrow as pa
import pyarrow.parquet as parquet
from intake_samples import csv_bytes, xls, xlsx
from openpyxl.utils.datetime import CALENDAR_MAC_1904

Cells = Sequence[Sequence[Any]]
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def ods(rows: Cells, sheet: str = "Sheet1") -> bytes:
    """Return an OpenDocument sheet, written by hand."""

    def cell(value: Any) -> str:
        if value is None or value == "":
            return "<table:table-cell/>"
        if isinstance(value, int | float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'

    width = max(map(len, rows))
    body = "".join(
        f"<table:table-row>{''.join(map(cell, [*row, *[None] * (width - len(row))]))}</table:table-row>" for row in rows
    )
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}><office:body>'
    content += f'<office:spreadsheet><table:table table:name="{sheet}">{body}</table:table></office:spreadsheet>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{manifest}"/>')
        archive.writestr("content.xml", content + "</office:body></office:document-content>")
    return stream.getvalue()


def parquet_bytes(rows: Cells) -> bytes:
    """Return the rows as a system sends them: the first row names the columns."""
    header, *body = rows
    columns = {name: [row[place] if place < len(row) else None for row in body] for place, name in enumerate(header)}
    stream = io.BytesIO()
    parquet.write_table(pa.table(columns), stream)
    return stream.getvalue()


def xlsx_1904(rows: Cells) -> bytes:
    """Return a workbook whose days count from 1904."""
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in rows:
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


SHAPES = {
    "utf-8": csv_bytes,
    "utf-8-sig": lambda rows: csv_bytes(rows, "utf-8-sig"),
    "gb18030": lambda rows: csv_bytes(rows, "gb18030"),
    "utf-16": lambda rows: csv_bytes(rows, "utf-16"),
    "tsv": lambda rows: csv_bytes(rows, "utf-8", "\t"),
    "quoted": lambda rows: csv_bytes(rows, quoting=1),
    "xlsx": xlsx,
    "xls": xls,
    "ods": ods,
    "parquet": parquet_bytes,
    "xlsx-1904": xlsx_1904,
}


def write(shape: str, rows: Cells, merges: Sequence[str] = ()) -> bytes:
    """Return the rows as a file of a shape."""
    return xlsx(rows, merges) if merges else SHAPES[shape](rows)
