"""Delimited text (csv, tsv) to a grid: strict decoding, strict quoting, Arrow where the text is regular.

Belongs here: encodings, delimiters, quoting. Does not belong here: workbooks, what a table means.
"""

from __future__ import annotations

import codecs
import csv
import io
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.csv as arrow_csv

from pipelines.errors import LinliError
from pipelines.intake.grid import Grid

HEAD_RECORDS = 60
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_delimited(content: bytes, file_name: str) -> list[Grid]:
    """Return the one table of a csv or tsv file; refuse what cannot be decoded or split without a guess."""
    text = decode(content)
    if not text.strip():
        return []
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    delimiter = _delimiter(text)
    columns = _regular_columns(text, delimiter)
    if columns is None:
        columns = _columns(_padded(_records(text, delimiter)))
    return [Grid(file_name.rsplit(".", 1)[0], columns, delimited=True)]


def decode(content: bytes) -> str:
    """Return the text of a file: by its byte order mark, else strict UTF-8, else strict GB18030; never by a guess."""
    marked = [encoding for mark, encoding in _BYTE_ORDER_MARKS if content.startswith(mark)]
    for encoding in marked or ["utf-8", "gb18030"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise LinliError(
        "文字编码既不是 UTF-8 也不是 GB18030，或文件不是文本。请另存为 xlsx 或“CSV UTF-8”后重新报送。",
        "The text is neither UTF-8 nor GB18030, or no text at all. Save it as xlsx or 'CSV UTF-8' and send it again.",
        "bad_encoding",
    )


def _delimiter(text: str) -> str:
    """Return the delimiter that splits the first records into most fields."""

    def width(delimiter: str) -> int:
        records = csv.reader(io.StringIO(text[:65536], newline=""), delimiter=delimiter)
        return max((len(record) for record in islice(records, HEAD_RECORDS)), default=0)

    return max((",", "\t", ";"), key=width)


def _regular_columns(text: str, delimiter: str) -> list[Any] | None:
    """Return the columns by Arrow, or None where quotes or ragged rows ask for the careful reader."""
    if '"' in text:
        return None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE)
    head = _padded(list(islice(reader, HEAD_RECORDS)))
    columns = _columns(head)
    rest = _after_lines(text, len(head))
    if not rest:
        return columns
    names = [str(number) for number in range(len(columns))]
    try:
        body = arrow_csv.read_csv(
            pa.BufferReader(rest.encode("utf-8")),
            read_options=arrow_csv.ReadOptions(column_names=names),
            parse_options=arrow_csv.ParseOptions(delimiter=delimiter, quote_char=False, ignore_empty_lines=False),
            convert_options=arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
        )
    except pa.ArrowInvalid:
        return None
    return [
        pa.chunked_array([*first.chunks, *body.column(number).chunks], pa.string())
        for number, first in enumerate(columns)
    ]


def _after_lines(text: str, lines: int) -> str:
    stream = io.StringIO(text, newline="")
    for _ in range(lines):
        stream.readline()
    return text[stream.tell() :]


def _records(text: str, delimiter: str) -> list[list[str]]:
    """Return every record; a quote that is never closed or stands inside a field is refused with its line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        line = reader.line_num
        raise LinliError(
            f"第 {line} 行附近的引号不成对，无法可靠分列。请用 Excel 或 WPS 打开核对，另存为 xlsx 后重新报送。",
            f"Quotes do not match near line {line} ({error}). Open it in Excel or WPS, save it as xlsx, send it again.",
            "bad_quotes",
        ) from None


def _padded(records: list[list[str]]) -> list[list[str]]:
    width = max(len(record) for record in records)
    return [record + [""] * (width - len(record)) for record in records]


def _columns(records: list[list[str]]) -> list[Any]:
    return [pa.chunked_array([pa.array(values, pa.string())]) for values in zip(*records, strict=True)]
