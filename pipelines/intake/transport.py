"""Grids from the reading process to the one that understands them: Arrow streams, one after the other, in one file.

Belongs here: that file's form. Does not belong here: the processes (worker.py, limited.py).
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Sequence
from typing import IO

import pyarrow as pa

from pipelines.intake.grid import Grid, Merge

_ROWS_AT_ONCE = 1_000_000


def write_grids(grids: Sequence[Grid], sink: IO[bytes]) -> None:
    """Write grids to a file, one Arrow stream each."""
    for grid in grids:
        facts = {
            "sheet": grid.sheet,
            "merges": [(m.top, m.left, m.bottom, m.right) for m in grid.merges],
            "hidden": grid.hidden,
            "delimited": grid.delimited,
            "dates_from_1904": grid.dates_from_1904,
            "unsaved_formulas": grid.unsaved_formulas,
        }
        schema = pa.schema(
            [pa.field(str(number), pa.string()) for number in range(len(grid.columns))],
            metadata={"grid": json.dumps(facts)},
        )
        with pa.ipc.new_stream(sink, schema) as writer:
            writer.write_table(pa.table(grid.columns, schema=schema), max_chunksize=_ROWS_AT_ONCE)


def load_grids(descriptor: int, count: int) -> list[Grid]:
    """Return the grids of such a file, mapped into memory rather than copied."""
    if not count:
        return []
    length = os.fstat(descriptor).st_size
    stream = pa.BufferReader(pa.py_buffer(mmap.mmap(descriptor, length, access=mmap.ACCESS_READ)))
    return [_grid(pa.ipc.open_stream(stream).read_all()) for _ in range(count)]


def _grid(table: pa.Table) -> Grid:
    facts = json.loads(table.schema.metadata[b"grid"])
    return Grid(
        facts["sheet"],
        table.columns,
        tuple(Merge(*merge) for merge in facts["merges"]),
        facts["hidden"],
        facts["delimited"],
        facts["dates_from_1904"],
        tuple((row, column) for row, column in facts["unsaved_formulas"]),
    )
