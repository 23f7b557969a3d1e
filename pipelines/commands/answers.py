"""A query's answer on the terminal or in a file.

Belongs here: where it goes, and the table. Does not belong here: other shapes (product/answers.py), the query.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pipelines.commands.console import print_table, say, warn
from pipelines.errors import LinliError
from pipelines.product import answers

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

    import duckdb

TABLE_ROWS = 1000


def write_answer(answer: duckdb.DuckDBPyConnection, shape: str, output: Path | None) -> None:
    """Write the rows of an executed query in one of the five shapes."""
    if shape == "table" and output is None:
        _table(answer)
    elif shape in ("parquet", "xlsx"):
        _deliver_bytes(answers.as_parquet(answer) if shape == "parquet" else answers.as_workbook(answer), output)
    elif output is None:
        _text(answer, shape, sys.stdout)
    else:
        # Excel takes a csv without a byte order mark for GBK.
        with output.open("w", encoding="utf-8-sig" if shape == "csv" else "utf-8", newline="") as file:
            _text(answer, shape, file)
        say(str(output))


def _table(answer: duckdb.DuckDBPyConnection) -> None:
    columns = answers.columns(answer)
    rows = answer.fetchmany(TABLE_ROWS + 1)
    print_table(columns, [["" if cell is None else str(cell) for cell in row] for row in rows[:TABLE_ROWS]])
    if len(rows) > TABLE_ROWS:
        warn(f"只显示前 {TABLE_ROWS} 行, 全部请用 --format csv / first {TABLE_ROWS} rows, all with --format csv")


def _text(answer: duckdb.DuckDBPyConnection, shape: str, file: TextIO) -> None:
    if shape == "json":
        answers.as_json(answer, file)
    else:
        answers.as_csv(answer, file)


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
