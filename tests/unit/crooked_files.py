"""Writers of crooked files, and the shapes that a table can be written in.

Belongs here: bytes of files. Does not belong here: what they must become (tests/fixtures/crooked.yml).
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pyarrow as pa
import pyarrow.parquet as parquet
from intake_samples import csv_bytes, xls, xlsx
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904

Cells = Sequence[Sequence[Any]]
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def ods(rows: Cells, merges: Sequence[str] = (), sheet: str = "Sheet1") -> bytes:
    """Return an OpenDocument sheet, written by hand; a text that begins with = is a formula without its result."""
    corners = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in map(_range, merges)}

    def cell(value: Any, place: tuple[int, int]) -> str:
        if place in corners:
            span = f'table:number-rows-spanned="{corners[place][0]}" table:number-columns-spanned="{corners[place][1]}"'
            return cell(value, (-1, -1)).replace("<table:table-cell", f"<table:table-cell {span}", 1)
        if value is None or value == "":
            return "<table:table-cell/>"
        if str(value).startswith("="):
            return f'<table:table-cell table:formula="of:{escape(value)}"/>'
        if isinstance(value, int | float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'

    width = max(map(len, rows))
    body = "".join(
        f"<table:table-row>{''.join(cell(value, (number, place)) for place, value in enumerate(row))}</table:table-row>"
        for number, row in enumerate([*row, *[None] * (width - len(row))] for row in rows)
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


def xlsb(rows: Cells, merges: Sequence[str] = (), sheet: str = "Sheet1", from_1904: bool = False) -> bytes:
    """Return a binary workbook, its records written by hand as [MS-XLSB] has them."""
    width = max(map(len, rows))
    cells = b""
    for number, row in enumerate(rows):
        cells += _record(0, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 0))
        for place, value in enumerate(row):
            head = struct.pack("<II", place, 0)
            if isinstance(value, bool):
                cells += _record(4, head + bytes([value]))
            elif isinstance(value, int | float):
                cells += _record(5, head + struct.pack("<d", value))
            elif value:
                cells += _record(6, head + _wide(str(value)))
    body = _record(129) + _record(148, struct.pack("<4I", 0, len(rows) - 1, 0, width - 1)) + _record(145) + cells
    body += _record(146)
    if merges:
        ranges = [struct.pack("<4I", top, bottom, left, right) for top, left, bottom, right in map(_range, merges)]
        body += _record(177, struct.pack("<I", len(ranges))) + b"".join(_record(176, r) for r in ranges) + _record(178)
    sheets = _record(143) + _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide(sheet)) + _record(144)
    workbook = _record(131) + _record(153, struct.pack("<III", from_1904, 0, 0)) + sheets + _record(132)
    package, office = (f"http://schemas.openxmlformats.org/{kind}/2006/" for kind in ("package", "officeDocument"))
    relations = '<Relationships xmlns="{}relationships"><Relationship Id="rId1" Type="{}relationships/{}" Target="{}"/>'
    relations += "</Relationships>"
    types = f'<Types xmlns="{package}content-types"><Default Extension="bin" ContentType="application/vnd.ms-excel"/>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", types + "</Types>")
        archive.writestr("_rels/.rels", relations.format(package, office, "officeDocument", "xl/workbook.bin"))
        archive.writestr("xl/workbook.bin", workbook)
        archive.writestr(
            "xl/_rels/workbook.bin.rels", relations.format(package, office, "worksheet", "worksheets/sheet1.bin")
        )
        archive.writestr("xl/worksheets/sheet1.bin", body + _record(130))
    return stream.getvalue()


def _record(kind: int, body: bytes = b"") -> bytes:
    """Return a record: its kind, then its length seven bits a byte."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(body)
    while length > 0x7F:
        head += bytes([length & 0x7F | 0x80])
        length >>= 7
    return head + bytes([length]) + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def _range(name: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = range_boundaries(name)
    return top - 1, left - 1, bottom - 1, right - 1


def with_merges(content: bytes, merges: Sequence[str]) -> bytes:
    """Return an xlsx with ranges merged over what stands in them, as no spreadsheet program leaves it."""
    stream = io.BytesIO()
    tags = "".join(f'<mergeCell ref="{merge}"/>' for merge in merges)
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                text = text.replace(b"</sheetData>", f"</sheetData><mergeCells>{tags}</mergeCells>".encode())
            new.writestr(part, text)
    return stream.getvalue()


SHAPES = {
    "utf-8": csv_bytes,
    "utf-8-sig": lambda rows: csv_bytes(rows, "utf-8-sig"),
    "gb18030": lambda rows: csv_bytes(rows, "gb18030"),
    "utf-16": lambda rows: csv_bytes(rows, "utf-16"),
    "utf-16-be": lambda rows: b"\xfe\xff" + csv_bytes(rows, "utf-16-be"),
    "tsv": lambda rows: csv_bytes(rows, "utf-8", "\t"),
    "tsv-gb18030": lambda rows: csv_bytes(rows, "gb18030", "\t"),
    "semicolons": lambda rows: csv_bytes(rows, "utf-8", ";"),
    "quoted": lambda rows: csv_bytes(rows, quoting=1),
    "xlsx": xlsx,
    "xls": xls,
    "xlsb": xlsb,
    "ods": ods,
    "parquet": parquet_bytes,
    "xlsx-1904": xlsx_1904,
    "xlsb-1904": lambda rows: xlsb(rows, from_1904=True),
    "xlsx-over-merges": xlsx,
}
WITH_MERGES = {
    "xlsx": xlsx,
    "xls": xls,
    "xlsb": xlsb,
    "ods": ods,
    "xlsx-over-merges": lambda rows, merges: with_merges(xlsx(rows), merges),
}


def write(shape: str, rows: Cells, merges: Sequence[str] = ()) -> bytes:
    """Return the rows as a file of a shape."""
    return WITH_MERGES[shape](rows, merges) if merges else SHAPES[shape](rows)
