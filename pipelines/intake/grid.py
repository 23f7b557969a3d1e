"""One sheet, or the part of one in which a table stands: columns of text, and which cells are merged.

Belongs here: the shape every reader hands over and the few ways the rest looks into it.
Does not belong here: file formats (spreadsheets.py, delimited.py), what a sheet means (recognise.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.intake.places import column_name

Row = tuple[str | None, ...]
T = TypeVar("T")
R = TypeVar("R")

# No header is longer; comparing the rest of a long cell would only cost time.
LONGEST_HEADER = 200
# Shorter columns are done before another thread has begun.
_LONG = 10_000


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
    """One sheet; row and column numbers count from 0 and line up with what the clerk sees.

    Columns are Arrow text without surrounding space, NULL where nothing stands. `left` is the sheet's column in which
    a part of it begins.
    """

    sheet: str
    columns: list[Any]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    delimited: bool = False
    dates_from_1904: bool = False
    unsaved_formulas: tuple[tuple[int, int], ...] = ()
    left: int = 0

    @property
    def height(self) -> int:
        """Number of rows, blank ones included."""
        return len(self.columns[0]) if self.columns else 0

    def part(self, left: int, right: int) -> Grid:
        """Return some of the columns as a sheet of its own, called as a spreadsheet calls such a range."""
        within = [merge for merge in self.merges if merge.left < right and merge.right >= left]
        return replace(
            self,
            sheet=f"{self.sheet}!{column_name(self.left + left)}:{column_name(self.left + right - 1)}",
            columns=self.columns[left:right],
            merges=tuple(
                Merge(merge.top, max(merge.left, left) - left, merge.bottom, min(merge.right, right - 1) - left)
                for merge in within
            ),
            unsaved_formulas=tuple(
                (row, column - left) for row, column in self.unsaved_formulas if left <= column < right
            ),
            left=self.left + left,
        )

    def rows(self, start: int, stop: int) -> list[Row]:
        """Return a few rows as Python text."""
        stop = min(stop, self.height)
        if start >= stop:
            return []
        return list(zip(*(column.slice(start, stop - start).to_pylist() for column in self.columns), strict=True))

    def header_rows(self, start: int, stop: int) -> list[Row]:
        """Return a few rows with merged cells filled in both directions, as headers are read; prose is cut short."""
        rows = [[text and text[:LONGEST_HEADER] for text in row] for row in self.rows(start, stop)]
        for merge in self.merges:
            if merge.bottom < start or merge.top >= start + len(rows):
                continue
            corner = self.columns[merge.left][merge.top].as_py()
            for row in range(max(merge.top, start), min(merge.bottom, start + len(rows) - 1) + 1):
                for column in range(merge.left, merge.right + 1):
                    rows[row - start][column] = corner and corner[:LONGEST_HEADER]
        return [tuple(row) for row in rows]


def clean(column: Any) -> Any:
    """Return Arrow text without surrounding space, NULL where nothing is left."""
    trimmed = pc.utf8_trim_whitespace(column)
    if pc.min(pc.binary_length(trimmed)).as_py() != 0:
        return trimmed
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def clean_all(columns: list[Any]) -> None:
    """Clean columns in place, so that no more than two are there twice."""

    def tidy(number: int) -> None:
        columns[number] = clean(columns[number])

    at_once(tidy, range(len(columns)), len(columns[0]) if columns else 0)


def at_once(work: Callable[[T], R], columns: Iterable[T], height: int) -> list[R]:
    """Return what some work makes of each column, of long ones two at a time: Arrow lets other threads run."""
    if height < _LONG:
        return list(map(work, columns))
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(work, columns))
