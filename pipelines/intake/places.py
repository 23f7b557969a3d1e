"""Cells and ranges as a spreadsheet names them: B3, B3:B7.

Belongs here: names of places, and how a list of them is said shortly. Does not belong here: what stands there.
"""

from __future__ import annotations

from collections.abc import Sequence

_SAID = 5


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell counted from 0."""
    return f"{column_name(column)}{row + 1}"


def column_name(column: int) -> str:
    """Return the letters of a column counted from 0."""
    letters = ""
    number = column + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def listed(names: Sequence[str]) -> str:
    """Return the first few names, and how many there are when they are more."""
    said = ", ".join(names[:_SAID])
    return said if len(names) <= _SAID else f"{said} … ({len(names)})"
