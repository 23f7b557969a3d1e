"""Which tables a sheet holds, and which dataset each of them is: by its headers, never by the file's name.

Belongs here: cutting a sheet into tables. Does not belong here: finding header rows (candidates.py), judging them
(unclear.py), reading the rows below them (rows.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from pipelines.catalog.contracts import Contract
from pipelines.intake.candidates import HEAD_ROWS, Candidate, header_rows
from pipelines.intake.grid import Grid, Merge
from pipelines.intake.headers import HeaderIndex, Match
from pipelines.intake.limits import Effort
from pipelines.intake.preamble import Preamble, read_preamble
from pipelines.intake.side_by_side import apart, beside_each_other
from pipelines.intake.unclear import refuse_unclear

MAX_TITLE_ROWS = 6


@dataclass(frozen=True)
class Table:
    """One recognised table: its header and the rows that may be data, counted from 0, `stop` excluded."""

    grid: Grid
    match: Match
    header_start: int
    start: int
    stop: int
    preamble: Preamble

    @property
    def contract(self) -> Contract:
        """The dataset the table is."""
        return self.match.contract

    @cached_property
    def body_merges(self) -> list[Merge]:
        """The merged ranges of several rows that lie within the body."""
        merges = [merge for merge in self.grid.merges if merge.bottom > merge.top]
        return [merge for merge in merges if self.start <= merge.top and merge.bottom < self.stop]


def find_tables(grid: Grid, index: HeaderIndex, effort: Effort) -> list[Table]:
    """Return the tables of a sheet; refuse one that lacks a required column or could be several datasets."""
    return [table for part in apart(grid, index, effort) for table in _below_each_other(part, grid, index, effort)]


def _below_each_other(part: Grid, sheet: Grid, index: HeaderIndex, effort: Effort) -> list[Table]:
    tables = []
    headers = header_rows(part, index, effort)
    preamble_from = 0
    for number, header in enumerate(headers):
        following = headers[number + 1] if number + 1 < len(headers) else None
        stop = part.height if following is None else _top_of(part, following, header)
        above = range(max(preamble_from, header.top - HEAD_ROWS), header.top)
        for grid, found in beside_each_other(part, header, stop, index):
            effort.spend(grid.sheet, len(grid.columns) + len(grid.merges))
            refuse_unclear(grid, found)
            preamble = _preamble(grid, sheet, above, found.best.contract)
            tables.append(Table(grid, found.best, found.top, found.bottom, stop, preamble))
        preamble_from = stop
    return tables


def _preamble(grid: Grid, sheet: Grid, above: range, contract: Contract) -> Preamble:
    """Return what stands above a table: above its own columns first, then, for a part of a sheet, above them all."""
    own = read_preamble(grid.rows(above.start, above.stop), contract)
    if grid.sheet == sheet.sheet:
        return own
    shared = read_preamble(sheet.rows(above.start, above.stop), contract)
    return replace(
        own,
        values=shared.values | own.values,
        units_of_measure=own.units_of_measure or shared.units_of_measure,
        period_label=own.period_label or shared.period_label,
    )


def _top_of(grid: Grid, header: Candidate, above: Candidate) -> int:
    """Return the row where a second table's titles begin, so that they are not read as rows of the table above."""
    required = {above.best.columns[column.name].position for column in above.best.contract.required_in_table}
    first = max(above.bottom, header.top - MAX_TITLE_ROWS)
    rows = grid.rows(first, header.top)
    top = header.top
    while top > first:
        row = rows[top - 1 - first]
        filled = {position: text for position, text in enumerate(row) if text}
        after_blank = top - 1 > first and not any(rows[top - 2 - first])
        labelled = all(":" in text or "：" in text for text in filled.values())
        single = len(set(filled.values())) == 1 and (after_blank or not required & filled.keys())
        if filled and not labelled and not single:
            break
        top -= 1
    return top
