"""A query's answer as csv, json, Parquet or an Excel workbook.

Belongs here: shapes. Does not belong here: the query (asking.py), where the answer goes.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TextIO

import duckdb

from pipelines.errors import LinliError
from pipelines.product.harmless import harmless

EXCEL_ROWS = 1_048_576
BATCH = 10_000


def columns(answer: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the names of an answer's columns."""
    return [str(column[0]) for column in answer.description or []]


def as_json(answer: duckdb.DuckDBPyConnection, file: TextIO) -> None:
    """Write an answer as a list of objects."""
    names = columns(answer)
    separator = "["
    for row in _rows(answer):
        cells = dict(zip(names, row, strict=True))
        file.write(f"{separator}\n  {json.dumps(cells, ensure_ascii=False, default=_plain)}")
        separator = ","
    file.write("[]\n" if separator == "[" else "\n]\n")


def as_csv(answer: duckdb.DuckDBPyConnection, file: TextIO, most: int | None = None) -> None:
    """Write an answer, or its first rows, as csv that a spreadsheet shows and does not run."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns(answer))
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in _rows(answer, most))


def as_parquet(answer: duckdb.DuckDBPyConnection, most: int | None = None) -> bytes:
    """Return an answer, or its first rows, as a Parquet file."""
    import pyarrow.parquet

    reader = answer.to_arrow_reader(BATCH)
    sink = io.BytesIO()
    left = most
    with pyarrow.parquet.ParquetWriter(sink, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch if left is None else batch.slice(0, left))
            if left is not None and (left := left - batch.num_rows) <= 0:
                break
    return sink.getvalue()


def as_workbook(answer: duckdb.DuckDBPyConnection, most: int | None = None) -> bytes:
    """Return an answer, or its first rows, as an Excel workbook; texts are texts, never formulas."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("linli")
    sheet.freeze_panes = "A2"

    def cell(value: Any, *, bold: bool = False) -> Any:
        known = value is None or isinstance(value, (bool, int, float, Decimal, date, datetime, time))
        made = WriteOnlyCell(sheet, value if known else str(value))
        if not known:
            made.data_type = "s"  # a text that begins with = is a text, not a formula
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(column, bold=True) for column in columns(answer)])
    for number, row in enumerate(_rows(answer, most), start=2):
        if number > EXCEL_ROWS:
            raise LinliError(
                f"结果超过 Excel 的 {EXCEL_ROWS} 行, 请用 --format parquet 或 csv。",
                f"more rows than the {EXCEL_ROWS} Excel holds: use --format parquet or csv.",
                code="too_many_rows",
            )
        sheet.append([cell(value) for value in row])
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _rows(answer: duckdb.DuckDBPyConnection, most: int | None = None) -> Iterator[tuple[Any, ...]]:
    left = most
    while batch := answer.fetchmany(BATCH if left is None else min(BATCH, left)):
        yield from batch
        if left is not None and (left := left - len(batch)) <= 0:
            return


def _plain(cell: Any) -> Any:
    """Say in json what json has no word for."""
    if isinstance(cell, Decimal):
        return float(cell)
    return cell.isoformat() if isinstance(cell, (date, time)) else str(cell)
