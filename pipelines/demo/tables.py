"""What the generators hand over: rows of one dataset, each with the day by which it is parted into files.

Belongs here: the row types shared by all generators. Does not belong here: anything that makes rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Value = str | int | float | date | None
Row = tuple[date, tuple[Value, ...]]


@dataclass(frozen=True)
class Table:
    """Rows of a dataset: columns are the contract's, codes are not yet worded, units are codes."""

    dataset: str
    columns: tuple[str, ...]
    rows: list[Row]
