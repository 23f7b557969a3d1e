"""Delimited text (csv, tsv) to a grid: strict quoting, Arrow where the text is regular.

Belongs here: delimiters, quoting. Does not belong here: encodings (encodings.py), workbooks, what a table means.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice
from typing import IO, Any

import pyarrow as pa
import pyarrow.csv as arrow_csv

from pipelines.errors import LinliError
from pipelines.intake.encodings import as_utf8
from pipelines.intake.grid import Grid, clean_all
from pipelines.intake.limits import MAX_CELL_BYTES, MAX_COLUMNS, cell_too_long, too_many_columns

HEAD_RECORDS = 60
_HEAD_BYTES = 1024 * 1024
_PIECE = 4 * 1024 * 1024
_CAREFUL_RECORDS = 20_000
_LINES_IN_A_CELL = 1000


def read_delimited(stream: IO[bytes], file_name: str) -> list[Grid]:
    """Return the one table of a csv or tsv file; refuse what cannot be decoded or split without a guess."""
    sheet = file_name.rsplit(".", 1)[0]
    text = as_utf8(stream)
    start = text.tell()
    head = text.read(_HEAD_BYTES).decode("utf-8", "ignore")
    if not head.strip():
        return []
    csv.field_size_limit(MAX_CELL_BYTES)
    delimiter = _delimiter(head)
    columns = _regular_columns(text, start, head, delimiter)
    if columns is None:
        text.seek(start)
        columns = _careful_columns(text, delimiter, sheet)
    if len(columns) > MAX_COLUMNS:
        raise too_many_columns(sheet, len(columns))
    clean_all(columns)
    return [Grid(sheet, columns, delimited=True)]


def _delimiter(head: str) -> str:
    """Return the delimiter that splits most of the first records into equally many fields."""

    def regularity(delimiter: str) -> float:
        lines = io.StringIO(head[:65536], newline="")
        try:
            records = [record for record in islice(csv.reader(lines, delimiter=delimiter), HEAD_RECORDS) if record]
        except csv.Error:
            return 0
        widths = Counter(len(record) for record in records)
        return max((count for width, count in widths.items() if width > 1), default=0) / max(len(records), 1)

    return max((",", "\t", ";"), key=regularity)


def _regular_columns(text: IO[bytes], start: int, head: str, delimiter: str) -> list[Any] | None:
    """Return the columns by Arrow, or None where odd quotes or ragged rows ask for the careful reader."""
    text.seek(start)
    quotes = _quoting(text, delimiter)
    first, length = _head_records(head, delimiter)
    if quotes is None or first is None or max(map(len, first)) > MAX_COLUMNS:
        return None
    columns = _columns(_padded(first))
    text.seek(start + length)
    if not text.read(1):
        return columns
    text.seek(start + length)
    names = [str(number) for number in range(len(columns))]
    try:
        body = arrow_csv.read_csv(
            text,
            read_options=arrow_csv.ReadOptions(column_names=names),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter,
                quote_char='"' if quotes else False,
                newlines_in_values=quotes == "multiline",
                ignore_empty_lines=False,
            ),
            # `as_utf8` has checked the text.
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    return [
        pa.chunked_array([*first.chunks, *body.column(number).chunks], pa.string())
        for number, first in enumerate(columns)
    ]


def _head_records(head: str, delimiter: str) -> tuple[list[list[str]] | None, int]:
    """Return the first records and the bytes they take; None where not one of them ends within the head."""
    stream = io.StringIO(head, newline="")
    records: list[list[str]] = []
    end = 0
    reader = csv.reader(iter(stream.readline, ""), delimiter=delimiter, strict=True)
    try:
        for record in islice(reader, HEAD_RECORDS):
            if stream.tell() == len(head) and len(head.encode("utf-8")) >= _HEAD_BYTES - 4:
                break
            records.append(record)
            end = stream.tell()
    except csv.Error:
        return None, 0
    return records or None, len(head[:end].encode("utf-8"))


def _quoting(text: IO[bytes], delimiter: str) -> str | None:
    """Return '' where no quote stands, 'quoted' or 'multiline' where all are well placed, None otherwise."""
    mark = re.escape(delimiter.encode())
    field = re.compile(rb'(?:^|(?<=[\r\n%b]))"(?:[^"]|"")*+"(?=[\r\n%b])' % (mark, mark))
    kind = ""
    while piece := text.read(_PIECE) + text.readline():
        if b'"' not in piece:
            continue
        quotes = piece.count(b'"')
        # A block ends where no quote is open, so that every field in it is whole.
        for _ in range(_LINES_IN_A_CELL):
            if quotes % 2 == 0 or not (line := text.readline()):
                break
            quotes += line.count(b'"')
            piece += line
        fields = field.findall(piece + b"\n")
        if sum(found.count(b'"') for found in fields) != quotes:
            return None
        broken = any(b"\n" in found or b"\r" in found for found in fields)
        kind = "multiline" if broken else kind or "quoted"
    return kind


def _careful_columns(text: IO[bytes], delimiter: str, sheet: str) -> list[Any]:
    """Return the columns record by record; a quote never closed or inside a field is refused with its line."""
    lines = io.TextIOWrapper(text, "utf-8", newline="")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    pieces = []
    try:
        while records := list(islice(reader, _CAREFUL_RECORDS)):
            padded = _padded(records)
            if len(padded[0]) > MAX_COLUMNS:
                raise too_many_columns(sheet, len(padded[0]))
            pieces.append([pa.array(values, pa.string()) for values in zip(*padded, strict=True)])
    except csv.Error as error:
        raise cell_too_long(sheet) if "field limit" in str(error) else _bad_quotes(reader.line_num, error) from None
    finally:
        lines.detach()
    width = max(map(len, pieces))
    heights = [len(piece[0]) if piece else 0 for piece in pieces]
    return [
        pa.chunked_array(
            [
                piece[number] if number < len(piece) else pa.repeat("", height)
                for piece, height in zip(pieces, heights, strict=True)
            ],
            pa.string(),
        )
        for number in range(width)
    ]


def _bad_quotes(line: int, error: csv.Error) -> LinliError:
    return LinliError(
        f"第 {line} 行附近的引号不成对，无法可靠分列。请用 Excel 或 WPS 打开核对，另存为 xlsx 后重新报送。",
        f"Quotes do not match near line {line} ({error}). Open it in Excel or WPS, save it as xlsx, send it again.",
        "bad_quotes",
    )


def _padded(records: list[list[str]]) -> list[list[str]]:
    width = max(len(record) for record in records)
    return [record + [""] * (width - len(record)) for record in records]


def _columns(records: list[list[str]]) -> list[Any]:
    return [pa.chunked_array([pa.array(values, pa.string())]) for values in zip(*records, strict=True)]
