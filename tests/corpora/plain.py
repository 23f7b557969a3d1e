"""Readers of published test files that share nothing with the intake: what stands in a file, cell by cell, as text.

Belongs here: csv, openpyxl, ElementTree, DuckDB, used plainly. Does not belong here: judging (judge.py).
"""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import openpyxl

Rows = list[list[str]]
_OFFICE, _TABLE, _TEXT = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text")
)


def read(path: Path, encoding: str = "utf-8-sig", delimiter: str | None = None) -> dict[str, Rows]:
    """Return the rows of each sheet, blank ones included, so that a row's number is its place."""
    kind = path.suffix.lower()
    if kind == ".xlsx":
        return _xlsx(path)
    if kind == ".ods":
        return _ods(path)
    if kind in (".parq", ".parquet"):
        found = duckdb.sql(f"select * from read_parquet('{path}')")
        return {path.stem: [found.columns, *([_text(cell) for cell in row] for row in found.fetchall())]}
    text = path.read_bytes().decode(encoding)
    return {path.stem: list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _default(kind)))}


def _default(kind: str) -> str:
    return "\t" if kind == ".tsv" else ","


def _text(value: object) -> str:
    """Return a cell as a person writes it: whole numbers without a point, days without a time."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _xlsx(path: Path) -> dict[str, Rows]:
    sheets = {}
    for sheet in openpyxl.load_workbook(path, data_only=True).worksheets:
        rows = [[_text(cell) for cell in row] for row in sheet.iter_rows(min_row=1, min_col=1, values_only=True)]
        for merge in sheet.merged_cells.ranges:
            # Cells merged over several rows hold one text for all of them.
            if merge.max_row > merge.min_row:
                for row in range(merge.min_row - 1, merge.max_row):
                    for column in range(merge.min_col - 1, merge.max_col):
                        rows[row][column] = rows[merge.min_row - 1][merge.min_col - 1]
        sheets[sheet.title] = rows
    return sheets


def _ods(path: Path) -> dict[str, Rows]:
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))
    sheets = {}
    for table in root.iter(f"{_TABLE}table"):
        rows: Rows = []
        for row in table.iter(f"{_TABLE}table-row"):
            cells: list[str] = []
            for cell in row:
                cells += [_ods_cell(cell)] * min(int(cell.get(f"{_TABLE}number-columns-repeated", "1")), 100)
            rows += [cells] * min(int(row.get(f"{_TABLE}number-rows-repeated", "1")), 100)
        sheets[table.get(f"{_TABLE}name", "")] = rows
    return sheets


def _ods_cell(cell: ElementTree.Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind in ("float", "percentage", "currency"):
        return _text(float(cell.get(f"{_OFFICE}value", "nan")))
    if kind == "date":
        return _text(datetime.fromisoformat(cell.get(f"{_OFFICE}date-value", "")))
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value", "").upper()
    return "\n".join("".join(text.itertext()) for text in cell.iter(f"{_TEXT}p"))
