"""Rows of a sheet that may be a table's header, each with the datasets it fits.

Belongs here: where headers are looked for, and how much looking a file may cost. Does not belong here: what a header
stands for (headers.py), the tables below them (recognise.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.intake.grid import Grid, Row, at_once
from pipelines.intake.headers import HeaderIndex, Match, is_unit_row, labels
from pipelines.intake.limits import MAX_TABLES, Effort, too_many_headers

HEAD_ROWS = 40
MAX_HEADER_DEPTH = 3
# Comparing a row with every dataset costs as much as looking at this many more cells.
_COST_OF_A_ROW = 20
_TOLD = re.compile(r"^[^(（\[［]+[:：]\s*\S")


@dataclass(frozen=True)
class Candidate:
    """One or more rows that may be a header, and what they may be the header of, best first."""

    top: int
    depth: int
    matches: tuple[Match, ...]

    @property
    def best(self) -> Match:
        """The dataset that fits best."""
        return self.matches[0]

    @property
    def units(self) -> int:
        """How many columns it gives a unit of measure."""
        return sum(mapped.unit is not None for mapped in self.best.columns.values())

    @property
    def bottom(self) -> int:
        """The row below."""
        return self.top + self.depth


def header_rows(grid: Grid, index: HeaderIndex, effort: Effort) -> list[Candidate]:
    """Return the header rows that are complete or plainly meant for a dataset; where some overlap, the best of them."""
    usable = [found for found in candidates(grid, index, effort) if found.best.complete or found.best.near]
    # A row of units above or below the names (万元 under 金额) belongs to the header, whose columns it does not change.
    usable.sort(key=lambda one: (*(-part for part in one.best.rank), -one.units, one.depth, -one.top))
    chosen: list[Candidate] = []
    taken: set[int] = set()
    for candidate in usable:
        if taken.isdisjoint(range(candidate.top - 1, candidate.bottom + 1)):
            chosen.append(candidate)
            taken.update(range(candidate.top, candidate.bottom))
    if len(chosen) > MAX_TABLES:
        raise too_many_headers(grid.sheet)
    return sorted(chosen, key=lambda candidate: candidate.top)


def candidates(grid: Grid, index: HeaderIndex, effort: Effort) -> list[Candidate]:
    """Return every row, and every two or three rows, in which known headers stand."""
    head = grid.header_rows(0, HEAD_ROWS + MAX_HEADER_DEPTH - 1)
    width = len(grid.columns)
    effort.spend(grid.sheet, len(head) * width)
    known = [sum(index.knows(text) for text in row) for row in head]
    # A value such as 社区 can be a header elsewhere; two in one row hardly are, and one counts only if no row has more.
    enough = min(2, max(known, default=0)) or 1
    found = []
    for top in range(min(len(head), HEAD_ROWS)):
        for depth in range(1, MAX_HEADER_DEPTH + 1):
            if max(known[top : top + depth]) >= enough:
                effort.spend(grid.sheet, depth * width)
                found.append(candidate(head[top : top + depth], top, depth, index))
    for top in _likely_headers(grid, index):
        effort.spend(grid.sheet, width + len(grid.merges) + _COST_OF_A_ROW)
        found.append(candidate(grid.header_rows(top, top + 1), top, 1, index))
    return [one for one in found if one is not None]


def candidate(rows: Sequence[Row], top: int, depth: int, index: HeaderIndex) -> Candidate | None:
    """Return what the rows may be the header of; None where they can be no header of that depth."""
    if len(rows) < depth or not all(_is_group(row) for row in rows[:-1]):
        return None
    if depth > 1 and len({text for text in rows[-1] if text}) < 2 and not is_unit_row(rows[-1]):
        return None
    matches = index.matches(labels(rows))
    return Candidate(top, depth, tuple(matches)) if matches else None


def _is_group(row: Row) -> bool:
    """Return whether a row can group the columns below: a title has one text, merged or not, and what is told above a
    table (填报单位：…) is told with a colon.
    """
    texts = {text for text in row if text}
    return len(texts) > 1 and not any(_TOLD.match(text) for text in texts)


def _likely_headers(grid: Grid, index: HeaderIndex) -> list[int]:
    """Return the rows below the head in which two cells are a known header to the letter: a second table, as a rule."""
    if grid.height <= HEAD_ROWS:
        return []
    spellings = pa.array(index.spellings, pa.string())
    known = at_once(lambda column: pc.is_in(column.slice(HEAD_ROWS), value_set=spellings), grid.columns, grid.height)
    hits = reduce(pc.add, (pc.cast(one, pa.int16()) for one in known))
    rows = pc.indices_nonzero(pc.greater_equal(hits, 2))
    return [HEAD_ROWS + row for row in rows.to_pylist()]
