"""One sheet as read: columns of text, and which cells are merged.

Belongs here: the shape every reader hands over and the few ways the rest looks into it.
Does not belong here: file formats (spreadsheets.py, delimited.py), what a sheet means (recognise.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

Row = tuple[str | None, ...]


@dataclass(frozen=True)
class Merge:
    """A merged range, counted from 0, last row and column included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def area(self) -> int:
        """Number of cells in the range."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)


@dataclass
class Grid:
    """One sheet; row and column numbers count from 0 and line up with what the clerk sees."""

    sheet: str
    columns: list[Any]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    delimited: bool = False
    dates_from_1904: bool = False
    unsaved_formulas: tuple[tuple[int, int], ...] = ()
    _clean: dict[int, Any] = field(default_factory=dict, repr=False)

    @property
    def height(self) -> int:
        """Number of rows, blank ones included."""
        return len(self.columns[0]) if self.columns else 0

    def column(self, number: int) -> Any:
        """Return a column as Arrow text without surrounding space, NULL where nothing is left."""
        if number not in self._clean:
            self._clean[number] = clean(self.columns[number])
        return self._clean[number]

    def rows(self, start: int, stop: int) -> list[Row]:
        """Return a few rows as Python text."""
        stop = min(stop, self.height)
        if start >= stop:
            return []
        columns = (clean(column.slice(start, stop - start)).to_pylist() for column in self.columns)
        return list(zip(*columns, strict=True))

    def header_rows(self, start: int, stop: int) -> list[Row]:
        """Return a few rows with merged cells filled in both directions, as headers are read."""
        rows = [list(row) for row in self.rows(start, stop)]
        for merge in self.merges:
            if merge.bottom < start or merge.top >= start + len(rows):
                continue
            corner = self.rows(merge.top, merge.top + 1)[0]
            for row in range(max(merge.top, start), min(merge.bottom, start + len(rows) - 1) + 1):
                for column in range(merge.left, min(merge.right, len(corner) - 1) + 1):
                    rows[row - start][column] = corner[merge.left]
        return [tuple(row) for row in rows]


def clean(column: Any) -> Any:
    """Return Arrow text without surrounding space, NULL where nothing is left."""
    trimmed = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
