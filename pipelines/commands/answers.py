"""A query's answer as a table, csv, json, Parquet or an Excel workbook.

Belongs here: shapes. Does not belong here: the query.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipelines.commands.console import print_table, say, warn
from pipelines.errors import LinliError
from pipelines.product.harmless import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

TABLE_ROWS = 1000
EXCEL_ROWS = 1_048_576
BATCH = 10_000


def write_answer(answer: duckdb.DuckDBPyConnection, shape: str, output: Path | None) -> None:
    """Write the rows of an executed query in one of the five shapes."""
    if shape == "table" and output is None:
        _table(answer)
    elif shape in ("parquet", "xlsx"):
        _deliver_bytes(_parquet(answer) if shape == "parquet" else _workbook(answer), output)
    elif output is None:
        _text(answer, shape, sys.stdout)
    else:
        # Excel takes a csv without a byte order mark for GBK.
        with output.open("w", encoding="utf-8-sig" if shape == "csv" else "utf-8", newline="") as file:
            _text(answer, shape, file)
        say(str(output))


def _columns(answer: duckdb.DuckDBPyConnection) -> list[str]:
    return [str(column[0]) for column in answer.description or []]


def _rows(answer: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while batch := answer.fetchmany(BATCH):
        yield from batch


def _table(answer: duckdb.DuckDBPyConnection) -> None:
    columns = _columns(answer)
    rows = answer.fetchmany(TABLE_ROWS + 1)
    print_table(columns, [["" if cell is None else str(cell) for cell in row] for row in rows[:TABLE_ROWS]])
    if len(rows) > TABLE_ROWS:
        warn(f"只显示前 {TABLE_ROWS} 行, 全部请用 --format csv / first {TABLE_ROWS} rows, all with --format csv")


def _text(answer: duckdb.DuckDBPyConnection, shape: str, file: Any) -> None:
    columns = _columns(answer)
    if shape == "json":
        separator = "["
        for row in _rows(answer):
            cells = dict(zip(columns, row, strict=True))
            file.write(f"{separator}\n  {json.dumps(cells, ensure_ascii=False, default=_plain)}")
            separator = ","
        file.write("[]\n" if separator == "[" else "\n]\n")
    else:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        # What senders wrote must not run when somebody opens the file in a spreadsheet.
        writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in _rows(answer))


def _plain(cell: Any) -> Any:
    """Say in json what json has no word for."""
    if isinstance(cell, Decimal):
        return float(cell)
    return cell.isoformat() if isinstance(cell, (date, time)) else str(cell)


def _parquet(answer: duckdb.DuckDBPyConnection) -> bytes:
    import pyarrow.parquet

    sink = io.BytesIO()
    pyarrow.parquet.write_table(answer.to_arrow_table(), sink, compression="zstd")
    return sink.getvalue()


def _workbook(answer: duckdb.DuckDBPyConnection) -> bytes:
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

    sheet.append([cell(column, bold=True) for column in _columns(answer)])
    for number, row in enumerate(_rows(answer), start=2):
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


def _deliver_bytes(content: bytes, output: Path | None) -> None:
    if output is not None:
        output.write_bytes(content)
        say(str(output))
    elif sys.stdout.isatty():
        raise LinliError(
            "这种格式请写入文件: -o 文件名。", "write this format to a file: -o FILE.", code="needs_a_file"
        )
    else:
        sys.stdout.buffer.write(content)
