"""A spreadsheet's cell as the text raw keeps.

Belongs here: how a typed cell is written down. Does not belong here: repairing or typing a value (dbt staging).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

# Above this a spreadsheet's number has lost digits: it is kept as 3.3e+17, which no check takes for a code.
EXACT_LIMIT = 1e15

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
        return str(value) if abs(value) < EXACT_LIMIT else repr(float(value))
    if isinstance(value, datetime):
        return _moment_text(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def number_text(value: float) -> str:
    """Return the shortest text of a number, without an exponent as long as its digits are exact."""
    if abs(value) >= EXACT_LIMIT:
        return repr(value)
    if value.is_integer():
        return str(int(value))
    text = repr(value)
    return format(Decimal(text), "f") if "e" in text else text


def _moment_text(value: datetime) -> str:
    if value.time() == time(0):
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="seconds")
