"""Tables that stand beside each other on one sheet, each to a part of its own.

Belongs here: where one table ends and the next begins, from left to right. Does not belong here: tables below each
other (recognise.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import pyarrow.compute as pc

from pipelines.errors import LinliError
from pipelines.intake.candidates import Candidate, candidate, header_rows
from pipelines.intake.characters import header_key
from pipelines.intake.grid import Grid
from pipelines.intake.headers import HeaderIndex
from pipelines.intake.limits import Effort

Part = tuple[Grid, Candidate]
_Range = tuple[int, int]


def beside_each_other(grid: Grid, header: Candidate, stop: int, index: HeaderIndex) -> list[Part]:
    """Return the tables whose headers stand in the same rows; as a rule there is one, the sheet itself."""
    whole = [(grid, header)]
    rows = grid.header_rows(header.top, header.bottom)
    blocks = _blocks(grid, header.top, stop)
    if header.best.repeated:
        return _parts(grid, header, blocks, index) or _parts(grid, header, _repeats(rows[-1]), index) or whole
    parts = _parts(grid, header, blocks, index) if len(blocks) > 1 else []
    positions = [mapped.position for mapped in header.best.columns.values()]
    spanned = {part.left for part, _ in parts for place in positions if 0 <= place - part.left < len(part.columns)}
    if len(spanned) > 1 or not parts:
        return whole
    if _in_step(parts, stop):
        _refuse_shared_unit(grid, parts)
    return parts


def _in_step(parts: Sequence[Part], stop: int) -> bool:
    """Return whether every row is filled in all the parts or in none, as the rows of one table are."""
    filled = []
    for grid, header in parts:
        columns = (column.slice(header.bottom, stop - header.bottom) for column in grid.columns)
        filled.append(reduce(pc.or_, (pc.is_valid(column) for column in columns)))
    return all(pc.all(pc.equal(filled[0], other)).as_py() for other in filled[1:])


def apart(grid: Grid, index: HeaderIndex, effort: Effort) -> list[Grid]:
    """Return the parts of a sheet whose headers stand in different rows, so that each is looked at alone."""
    blocks = _blocks(grid, 0, grid.height)
    if len(blocks) < 2:
        return [grid]
    tops = [
        {header.top for header in header_rows(grid.part(*block), index, effort) if header.best.complete}
        for block in blocks
    ]
    if len({frozenset(found) for found in tops if found}) < 2:
        return [grid]
    return [grid.part(*block) for block in _joined(blocks, [bool(found) for found in tops])]


def _blocks(grid: Grid, top: int, stop: int) -> list[_Range]:
    """Return the runs of columns in which something stands, between columns in which nothing does."""
    blocks: list[_Range] = []
    for number, column in enumerate(grid.columns):
        rows = column.slice(top, stop - top)
        if rows.null_count == len(rows):
            continue
        if blocks and blocks[-1][1] == number:
            blocks[-1] = blocks[-1][0], number + 1
        else:
            blocks.append((number, number + 1))
    return blocks


def _repeats(row: Sequence[str | None]) -> list[_Range]:
    """Return the runs of a header that is the same several times over, without a column between."""
    keys = [header_key(text) if text else None for text in row]
    first = next(number for number, key in enumerate(keys) if key)
    starts = [number for number, key in enumerate(keys) if key == keys[first]]
    ends = [*starts[1:], len(keys)]
    runs = [[key for key in keys[start:end] if key] for start, end in zip(starts, ends, strict=True)]
    return list(zip(starts, ends, strict=True)) if all(run == runs[0] for run in runs) else []


def _parts(grid: Grid, header: Candidate, blocks: Sequence[_Range], index: HeaderIndex) -> list[Part]:
    """Return the blocks as tables where two or more of them are complete; a block that is none goes with its left."""

    def look(block: _Range) -> Candidate | None:
        rows = grid.part(*block).header_rows(header.top, header.bottom)
        found = candidate([rows[-1]], header.bottom - 1, 1, index) if rows else None
        deep = candidate(rows, header.top, header.depth, index)
        return max((one for one in (deep, found) if one), key=lambda one: one.best.rank, default=None)

    alone = [look(block) for block in blocks]
    complete = [one is not None and one.best.complete for one in alone]
    if sum(complete) < 2:
        return []
    joined = [(block, look(block)) for block in _joined(blocks, complete)]
    return [(grid.part(*block), one) for block, one in joined if one is not None]


def _joined(blocks: Sequence[_Range], complete: Sequence[bool]) -> list[_Range]:
    """Return the complete blocks, each with those that follow it and are none; the first takes what precedes it too."""
    joined: list[_Range] = []
    started = False
    for block, is_complete in zip(blocks, complete, strict=True):
        if joined and (not is_complete or not started):
            joined[-1] = joined[-1][0], block[1]
        else:
            joined.append(block)
        started = started or is_complete
    return joined


def _refuse_shared_unit(grid: Grid, parts: Sequence[Part]) -> None:
    """Refuse tables of which some name units and some do not: the rows might go together across the gap."""
    named = [any(one.best.contract.by_name[name].type == "unit" for name in one.best.columns) for _, one in parts]
    if any(named) and not all(named):
        raise LinliError(
            f"工作表“{grid.sheet}”第 {parts[0][1].bottom} 行的表头被空列隔开，像两张表，但只有一张写明单位，"
            "无法判断另一张的各行属于哪个单位。请删去空列，或把两张表分开放在两个工作表，再重新报送。",
            f"Sheet '{grid.sheet}', header in row {parts[0][1].bottom}: a blank column parts it into two tables, and "
            "only one of them names units. Remove the blank column, or put each table on a sheet of its own, and "
            "send it again.",
            "side_by_side",
        )
