"""A spreadsheet's cell as the text raw keeps.

Belongs here: how a typed cell is written down. Does not belong here: repairing or typing a value (dbt staging).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

# Above this a spreadsheet's number has lost digits: it is kept as 3.3e+17, which no check takes for a code.
EXACT_LIMIT = 1e15

# Between these the shortest digits of a fraction are written without an exponent by everybody.
_PLAIN_FROM, _PLAIN_TO = 0.001, 1e9

Cell = str | bool | int | float | date | datetime | time | timedelta | None


def cell_text(value: Cell) -> str | None:
    """Return a cell as text: dates in ISO form, numbers as short as they are exact, text as it is."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, float):
        return number_text(value)
    if value is None:
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value) if abs(value) < EXACT_LIMIT else number_text(float(value))
    if isinstance(value, datetime):
        return _moment_text(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def number_text(value: float) -> str:
    """Return the shortest text of a number, without an exponent as long as its digits are exact."""
    if abs(value) >= EXACT_LIMIT:
        return f"{Decimal(repr(value)).normalize():e}" if isfinite(value) else repr(value)
    if value.is_integer():
        return str(int(value))
    text = repr(value)
    return format(Decimal(text), "f") if "e" in text else text


def _moment_text(value: datetime) -> str:
    if value.time() == time(0):
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="seconds")


def column_texts(values: Sequence[Cell]) -> Any:
    """Return a column of cells as Arrow text; what is all text, or all numbers below a header, goes quickly."""
    try:
        return pa.array(values, pa.string())
    except (pa.ArrowTypeError, pa.ArrowInvalid):
        pass
    first = next((place for place, value in enumerate(values) if type(value) is not str), len(values))
    kinds = set(map(type, values[first:]))
    if not kinds <= {float, int, str}:
        return pa.array([cell_text(value) for value in values], pa.string())
    if str not in kinds:
        numbers = pa.array(map(_number, values[first:]), pa.float64())
        return pa.concat_arrays([pa.array(values[:first], pa.string()), _number_texts(numbers, values[first:])])
    words = pa.array([value if type(value) is str else None for value in values], pa.string())
    numbers = pa.array(map(_number, values), pa.float64())
    return pc.coalesce(words, _number_texts(numbers, values))


def _number(value: Cell) -> float | None:
    return float(value) if isinstance(value, float | int) else None


def _number_texts(numbers: Any, cells: Sequence[Cell]) -> Any:
    """Return numbers as `cell_text` writes each of the cells they are from."""
    size = pc.abs(numbers)
    whole = pc.and_(pc.less(size, EXACT_LIMIT), pc.equal(numbers, pc.floor(numbers)))
    plain = pc.and_(pc.invert(whole), pc.and_(pc.greater(size, _PLAIN_FROM), pc.less(size, _PLAIN_TO)))
    integers = pc.cast(pc.cast(pc.if_else(whole, numbers, None), pa.int64()), pa.string())
    fractions = pc.cast(pc.if_else(plain, numbers, None), pa.string())
    texts = pc.coalesce(integers, fractions)
    odd = pc.indices_nonzero(pc.and_(pc.is_null(texts), pc.is_valid(numbers))).to_pylist()
    if not odd:
        return texts
    listed = texts.to_pylist()
    for place in odd:
        listed[place] = cell_text(cells[place])
    return pa.array(listed, pa.string())
