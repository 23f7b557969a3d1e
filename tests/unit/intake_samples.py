"""Crooked files for the intake tests, each built here so that a test shows what it reads."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import xlwt
from openpyxl.utils.cell import range_boundaries

from pipelines.catalog.contracts import load_contracts
from pipelines.intake import IntakeSummary, ingest
from pipelines.intake.deliveries import Received, read_deliveries
from pipelines.intake.headers import HeaderIndex
from pipelines.intake.raw_tables import register_raw
from pipelines.intake.vault import Vault
from pipelines.settings import Home

SENDER = "330482001034"
VISIT_HEADER = ["走访日期", "户编号", "走访人工号", "走访事由"]
WORKER_HEADER = ["身份证号", "姓名", "工号", "出生年月", "岗位", "网格编号", "入职日期"]
CONTRACTS = load_contracts()
INDEX = HeaderIndex(CONTRACTS)

Rows = Iterable[Sequence[Any]]


def identity_number(body: str) -> str:
    """Return 17 digits with their GB 11643 check character, computed the long way."""
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(body))
    return body + "10X98765432"[total % 11]


def xlsx(rows: Rows, merges: Sequence[str] = (), sheet: str = "Sheet1") -> bytes:
    return book({sheet: rows}, merges)


def book(sheets: dict[str, Rows], merges: Sequence[str] = (), hidden: Sequence[str] = ()) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for merge in merges:
            sheet.merge_cells(merge)
        if name in hidden:
            sheet.sheet_state = "hidden"
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def xls(rows: Rows, merges: Sequence[str] = (), sheet: str = "Sheet1") -> bytes:
    workbook = xlwt.Workbook()
    worksheet = workbook.add_sheet(sheet, cell_overwrite_ok=True)
    for merge in merges:
        left, top, right, bottom = range_boundaries(merge)
        worksheet.merge(top - 1, bottom - 1, left - 1, right - 1)
    for number, row in enumerate(rows):
        for position, value in enumerate(row):
            if value not in (None, ""):
                worksheet.write(number, position, value)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def csv_bytes(rows: Rows, encoding: str = "utf-8", delimiter: str = ",", **options: Any) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, **options).writerows(rows)
    return stream.getvalue().encode(encoding)


def vault(folder: Path) -> Vault:
    return Vault.open(Home(folder))


def received(content: bytes, name: str = "表.xlsx") -> Received:
    return Received(name, SENDER, io.BytesIO(content))


def read(content: bytes, folder: Path, name: str = "表.xlsx") -> dict[str, list[dict[str, Any]]]:
    """Return what a file becomes, rows by dataset, without touching an installation."""
    deliveries, _ = read_deliveries(received(content, name), INDEX, vault(folder))
    return {delivery.entry["dataset"]: delivery.rows.to_pylist() for delivery in deliveries}


def entries(content: bytes, folder: Path, name: str = "表.xlsx") -> list[dict[str, Any]]:
    """Return the ledger's entries for a file."""
    deliveries, _ = read_deliveries(received(content, name), INDEX, vault(folder))
    return [delivery.entry for delivery in deliveries]


def drop(home: Home, name: str, content: bytes, sender: str = SENDER, envelope: dict[str, str] | None = None) -> Path:
    """Put a file into landing as a sender would."""
    path = home.landing / sender / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if envelope is not None:
        path.with_name(name + ".envelope.json").write_text(json.dumps(envelope), encoding="utf-8")
    path.write_bytes(content)
    return path


def run(home: Home) -> IntakeSummary:
    return ingest(home)


def raw(home: Home) -> duckdb.DuckDBPyConnection:
    """Return a connection that sees schema raw as dbt does."""
    connection = duckdb.connect()
    register_raw(connection, home, CONTRACTS)
    return connection
