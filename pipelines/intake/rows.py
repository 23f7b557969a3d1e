"""The rows below a header: which are data, which are printed totals, which are notes; and the data as raw keeps it.

Belongs here: telling rows apart. Does not belong here: what stands in a column (values.py), typing and checking values
(dbt staging), hashing (privacy.py).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.errors import LinliError
from pipelines.intake.characters import TO_SIMPLIFIED
from pipelines.intake.grid import Row, at_once
from pipelines.intake.recognise import Table
from pipelines.intake.unsaved import refuse_unsaved
from pipelines.intake.values import column_values, refuse_unclear_shares

LABEL_COLUMNS = 3
_TOTAL_WORDS = r"(?:合计|小计|总计|共计|累计|本页小计|本页合计)"
_TOTAL = re.compile(rf"^{_TOTAL_WORDS}(?:数)?:?(?:\([^)]*\))?:?$")
_NAMED_TOTAL = re.compile(rf"^.{{1,12}}{_TOTAL_WORDS}:?$")
_TOTAL_ROUGHLY = r"[合小总總共累][\s\p{Z}]*[计計]"
_FOOTER = re.compile(
    r"^(?:(?:注|备注|说明|附注)\d*[:.、]|"
    r"(?:填表|填报|制表|审核|复核|负责|经办|联系|统计|单位负责|分管)(?:人|日期|时间|电话|领导)(?:\(.*?\))?(?:[:]|$)|联系电话(?:[:]|$))"
)
_ZERO_REPORT = re.compile(r"^(?:本[月季期年][度]?)?(?:无|零报告|无发生|未发生|无数据|零)$")
_EXAMPLE = re.compile(r"^(示?例|範例|范例|e\.g\.)\s*[:：]")
_MOST_EXAMPLES = 40
# A sheet with more total rows or remarks than this is none, and looking at each costs time.
_MOST_SPECIAL_ROWS = 20_000


@dataclass(frozen=True)
class PrintedTotal:
    """One cell of a total row, kept to be reconciled and never counted."""

    sheet: str
    row_number: int
    label: str | None
    column_name: str
    value: str


@dataclass(frozen=True)
class Body:
    """The data rows of one table, and what stood among them."""

    columns: dict[str, Any]
    row_numbers: Any
    totals: tuple[PrintedTotal, ...]
    total_rows: tuple[int, ...]
    notes: int
    says_nothing: bool

    @property
    def height(self) -> int:
        """Number of data rows."""
        return len(self.row_numbers)


def read_body(table: Table) -> Body:
    """Return the data rows of a table, column by column, and its printed totals."""
    columns = {
        name: column_values(table, table.contract.by_name[name], header) for name, header in table.match.columns.items()
    }
    _refuse_overflow(table)
    filled = _without(_any_filled(columns), _examples(columns))
    total_rows = _labelled_totals(table)
    note_rows: set[int] = set()
    _look_from_below(table, columns, filled, total_rows, note_rows)
    refuse_unsaved(table, total_rows.keys() | note_rows)
    wanted = _without(filled, total_rows.keys() | note_rows)
    refuse_unclear_shares(table, columns, wanted)
    rows = pc.indices_nonzero(wanted)
    complete = len(rows) == len(wanted)
    return Body(
        columns={name: values if complete else values.filter(wanted) for name, values in columns.items()},
        row_numbers=pc.cast(pc.add(rows, table.start + 1), pa.int32()),
        totals=tuple(
            total for row, label in sorted(total_rows.items()) for total in _cells(table, columns, row, label)
        ),
        total_rows=tuple(table.start + row + 1 for row in sorted(total_rows)),
        notes=len(note_rows),
        says_nothing=table.preamble.says_nothing or any(_says_nothing(_row(table, row)) for row in note_rows),
    )


def _any_filled(columns: dict[str, Any]) -> Any:
    filled = None
    for values in columns.values():
        valid = pc.is_valid(values)
        filled = valid if filled is None else pc.or_(filled, valid)
    return filled


def _examples(columns: dict[str, Any]) -> set[int]:
    """Return the rows, the first ones, that show how to fill in the form: every filled cell begins with 例：."""
    heads = (values.slice(0, _MOST_EXAMPLES).to_pylist() for values in columns.values())
    rows = [[text for text in row if text] for row in zip(*heads, strict=True)]
    return {number for number, row in enumerate(rows) if row and all(_EXAMPLE.match(text) for text in row)}


def _says_nothing(row: Row) -> bool:
    texts = [_bare(text) for text in row if text]
    return bool(texts) and all(_ZERO_REPORT.match(text) for text in texts)


def _without(filled: Any, rows: set[int]) -> Any:
    if not rows:
        return filled
    mask = filled.to_numpy().copy()
    mask[sorted(rows)] = False
    return pa.chunked_array([pa.array(mask)])


def _refuse_overflow(table: Table) -> None:
    """Refuse a csv row with more cells than its header: a comma without quotes has shifted it."""
    if not table.grid.delimited:
        return
    header = table.grid.rows(table.header_start, table.start)
    width = max(position for row in header for position, text in enumerate(row) if text) + 1
    for column in table.grid.columns[width:]:
        filled = pc.indices_nonzero(pc.is_valid(column.slice(table.start, table.stop - table.start)))
        if len(filled):
            row = table.start + 1 + filled[0].as_py()
            raise LinliError(
                f"第 {row} 行的格数比表头（{width} 格）多，可能是内容中的逗号未加引号。请另存为 xlsx 后重新报送。",
                f"Row {row} has more cells than the header ({width}): perhaps a comma without quotes. "
                "Save it as xlsx and send it again.",
                "ragged_row",
            )


def _labelled_totals(table: Table) -> dict[int, str | None]:
    """Return the rows (from the table's start) that call themselves a total in one of their first cells."""
    found: dict[int, str | None] = {}
    height = table.stop - table.start
    columns = [column.slice(table.start, height) for column in table.grid.columns[:LABEL_COLUMNS]]
    for column, rows in zip(columns, at_once(_roughly_totals, columns, height), strict=True):
        for row in rows:
            _refuse_endless(table, len(found))
            text = str(column[row])
            if _TOTAL.match(_bare(text)) or (_NAMED_TOTAL.match(_bare(text)) and _lacks_required(table, row)):
                found.setdefault(row, text.strip())
    return found


def _roughly_totals(column: Any) -> list[int]:
    """Return the rows that may call themselves a total; few hold the character, and patterns are slow to compare."""
    if pc.sum(pc.utf8_length(column)) == pc.sum(pc.binary_length(column)):  # nothing but ASCII, such as days and codes
        return []
    marked = pc.or_(*(pc.match_substring(column, character) for character in "计計"))
    rows = pa.chunked_array([pc.indices_nonzero(marked)])
    return list(rows.filter(pc.match_substring_regex(column.filter(marked), _TOTAL_ROUGHLY)).to_pylist())


def _refuse_endless(table: Table, count: int) -> None:
    if count >= _MOST_SPECIAL_ROWS:
        raise LinliError(
            f"工作表“{table.grid.sheet}”中合计行或说明行超过 {_MOST_SPECIAL_ROWS} 行，不像一张表。请核对后重新报送。",
            f"Sheet '{table.grid.sheet}' has more than {_MOST_SPECIAL_ROWS} total rows or remarks and is hardly a "
            "table. Check it and send it again.",
            "too_big",
        )


def _lacks_required(table: Table, row: int) -> bool:
    cells = _row(table, row)
    required = {c.name for c in table.contract.required_in_table if not c.is_numeric}
    return any(cells[h.position] is None for name, h in table.match.columns.items() if name in required)


def _look_from_below(
    table: Table, columns: dict[str, Any], filled: Any, total_rows: dict[int, str | None], note_rows: set[int]
) -> None:
    """Tell notes, signatures and totals without a label from data, from the last row up to the last row of data."""
    for row in range(table.stop - table.start - 1, -1, -1):
        if row in total_rows or not filled[row].as_py():
            continue
        cells = [_bare(text) for text in _row(table, row) if text]
        if _FOOTER.match(cells[0]) or _says_nothing(_row(table, row)):
            _refuse_endless(table, len(note_rows))
            note_rows.add(row)
        elif _is_bare_total(table, columns, row):
            total_rows[row] = None
        else:
            return


def _is_bare_total(table: Table, columns: dict[str, Any], row: int) -> bool:
    """Return whether only quantities are filled, below at least one other row, and nothing numbers or names the row."""
    mapped = [(table.contract.by_name[name], values[row].as_py()) for name, values in columns.items()]
    words = [value for column, value in mapped if not column.is_numeric]
    numbers = [value for column, value in mapped if column.is_numeric and value is not None]
    return bool(row and words and numbers) and not any(words) and _row(table, row)[0] is None


def _cells(table: Table, columns: dict[str, Any], row: int, label: str | None) -> list[PrintedTotal]:
    return [
        PrintedTotal(table.grid.sheet, table.start + row + 1, label, name, value)
        for name, values in columns.items()
        if table.contract.by_name[name].is_numeric and (value := values[row].as_py()) is not None
    ]


def _row(table: Table, row: int) -> Row:
    return table.grid.rows(table.start + row, table.start + row + 1)[0]


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(TO_SIMPLIFIED)
