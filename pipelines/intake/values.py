"""One column below its header as raw keeps it: merged cells filled, what the header says of every value said with it.

Belongs here: what a cell says that stands elsewhere (in a merged corner, in the header, in the workbook's calendar).
Does not belong here: which rows are data (rows.py), typing and checking values (dbt staging).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from unicodedata import normalize

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.catalog.contracts import Column
from pipelines.errors import LinliError
from pipelines.intake.cells import number_text
from pipelines.intake.grid import Merge
from pipelines.intake.headers import MappedHeader
from pipelines.intake.places import cell_name, listed
from pipelines.intake.recognise import Table

_DAY_TYPES = ("date", "month")
_DAYS_TO_1904 = 1462
_MULTIPLIER = re.compile(r"^[亿万千百十].*")
_PER_CENT = "%"
_BARE_NUMBER = r"^[-+]?[0-9０-９,，]*[.．]?[0-9０-９]+$"


def column_values(table: Table, column: Column, header: MappedHeader) -> Any:
    """Return one column: merged cells filled except for amounts, the header's unit written behind the number."""
    values = table.grid.columns[header.position].slice(table.start, table.stop - table.start)
    spans = [merge for merge in table.body_merges if merge.left <= header.position <= merge.right]
    _refuse_covered(table, header.position, values, spans)
    if column.is_numeric:
        # An amount that several rows share must not be counted in each of them.
        return _with_unit(values, header.unit or _unit_above(table, column))
    if column.type in _DAY_TYPES and table.grid.dates_from_1904:
        values = _from_1904(values)
    if not spans:
        return values
    filled = values.to_pylist()
    for merge in spans:
        corner = filled[merge.top - table.start] if merge.left == header.position else None
        corner = corner or table.grid.columns[merge.left][merge.top].as_py()
        for row in range(merge.top, merge.bottom + 1):
            filled[row - table.start] = corner
    return pa.chunked_array([pa.array(filled, pa.string())])


def refuse_unclear_shares(table: Table, columns: dict[str, Any], wanted: Any) -> None:
    """Refuse a column of shares whose bare numbers can be read in two ways: 0.5 beside 60, or under a header in %."""
    for name, header in table.match.columns.items():
        if table.contract.by_name[name].type != "percent":
            continue
        values = columns[name].filter(wanted)
        bare = values.filter(pc.match_substring_regex(values, _BARE_NUMBER))
        numbers = [abs(float(normalize("NFKC", text).replace(",", ""))) for text in bare.to_pylist()]
        small = any(0 < number <= 1 for number in numbers)
        if small and (header.unit == _PER_CENT or any(number > 1 for number in numbers)):
            raise LinliError(
                f"工作表“{table.grid.sheet}”的“{header.header}”列中有不大于 1 的数没有写百分号，"
                "看不出 0.5 是 50% 还是 0.5%。请给这一列的每个数写上百分号（如 50%），再重新报送。",
                f"Sheet '{table.grid.sheet}', column '{header.header}': some numbers up to 1 have no per cent sign, "
                "and 0.5 may mean 50% or 0.5%. Write the sign behind every number of it (50%), send it again.",
                "unclear_share",
            )


def _refuse_covered(table: Table, position: int, values: Any, spans: Sequence[Merge]) -> None:
    """Refuse merged cells behind whose first one something else stands: nobody sees it, and it is not the same."""
    hidden = []
    for merge in spans:
        corner = table.grid.columns[merge.left][merge.top].as_py()
        start = merge.top - table.start
        for row, text in enumerate(values.slice(start, merge.bottom - merge.top + 1).to_pylist(), start=merge.top):
            is_corner = (row, position) == (merge.top, merge.left)
            if text is not None and not is_corner and text != corner:
                hidden.append(cell_name(row, table.grid.left + position))
    if hidden:
        raise LinliError(
            f"工作表“{table.grid.sheet}”的合并单元格下面还藏着别的内容：{listed(hidden)}。"
            "请取消合并，核对这些格，再重新报送。",
            f"Sheet '{table.grid.sheet}': something else stands hidden behind merged cells: {listed(hidden)}. Undo the "
            "merge, check these cells and send it again.",
            "covered_cells",
        )


def _from_1904(values: Any) -> Any:
    """Count day numbers from the end of 1899, as other workbooks do; calamine does so for cells shown as dates."""
    numbered = pc.match_substring_regex(values, r"^[0-9]{5}(\.[0-9]+)?$")
    shifted = [
        number_text(float(text) + _DAYS_TO_1904) if is_number else text
        for text, is_number in zip(values.to_pylist(), numbered.to_pylist(), strict=True)
    ]
    return pa.chunked_array([pa.array(shifted, pa.string())])


def _unit_above(table: Table, column: Column) -> str | None:
    """Return the unit that a line above the table (单位：万元) gives this column."""
    is_money = column.type == "money"
    return next((unit for unit in table.preamble.units_of_measure if unit.endswith("元") == is_money), None)


def _with_unit(values: Any, unit: str | None) -> Any:
    """Write a multiplying unit such as 万元 behind each number, as the clerk would had the header not said it."""
    if unit is None or not _MULTIPLIER.match(unit):
        return values
    bare = pc.match_substring_regex(values, r"[0-9０-９.]$")
    return pc.if_else(bare, pc.binary_join_element_wise(values, pa.scalar(unit), ""), values)
