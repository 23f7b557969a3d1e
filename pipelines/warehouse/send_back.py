"""Workbooks of cells to mend: one a delivery that has any, in rejects/, until they are mended or it is too late.

Belongs here: writing and removing them. Does not belong here: what is wrong with a cell and what is still to be mended
(dbt), how a workbook looks (product/mending.py).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import duckdb

from pipelines.intake.formats import read_grids
from pipelines.intake.ledger import Event, Ledger
from pipelines.intake.standing import deliveries_of
from pipelines.intake.vault import Vault
from pipelines.product.check import Finding, Places
from pipelines.product.mending import MOST_ROWS, write_marked
from pipelines.settings import Home
from pipelines.warehouse.working import open_working

# A larger file is mended where it came from: linli check names its cells.
MOST_BYTES = 64 * 1024 * 1024
_UNMENDED = "select delivery_id from marts.dq_delivery where to_mend > 0"
# Sheet, row, column and why, as a code, in Chinese and in English.
Rejected = tuple[str, int, str, str, str, str]


@dataclass(frozen=True)
class SentBack:
    """What came of it: workbooks that lie in rejects/ now, and those that were taken away."""

    waiting: int
    removed: int


def send_back(home: Home, days: int, now: datetime | None = None) -> SentBack:
    """Write a workbook for each delivery with cells to mend; remove those that are mended or too old."""
    before = ((now or datetime.now()) - timedelta(days=days)).timestamp()
    with open_working(home, read_only=True) as connection:
        unmended = {name for (name,) in connection.execute(_UNMENDED).fetchall()}
        waiting = [
            delivery
            for delivery in deliveries_of(Ledger(home.ledger).events())
            if delivery["delivery_id"] in unmended and _is_kept(home.originals / delivery["sha256"], before)
        ]
        unwritten = [delivery for delivery in waiting if not _workbook(home, delivery).exists()]
        rejected = _rejected(connection, [delivery["delivery_id"] for delivery in unwritten])
    vault = Vault.open(home)
    for delivery in unwritten:
        _write(home, vault, delivery, rejected[delivery["delivery_id"]])
    written = {_workbook(home, delivery) for delivery in waiting if _workbook(home, delivery).exists()}
    stale = set(home.rejects.glob("*.xlsx")) - written
    for file in stale:
        file.unlink()
    return SentBack(len(written), len(stale))


def _workbook(home: Home, delivery: Event) -> Path:
    return home.rejects / f"{delivery['delivery_id']}.xlsx"


def _is_kept(original: Path, before: float) -> bool:
    return original.exists() and original.stat().st_mtime >= before and original.stat().st_size <= MOST_BYTES


def _write(home: Home, vault: Vault, delivery: Event, rejected: list[Rejected]) -> None:
    """Write one workbook: the sheets of this delivery alone, so that sending it again repeats no other.

    None where a sheet is too long to be marked.
    """
    places = Places([delivery])
    findings = [
        Finding(delivery["dataset"], sheet, row, places.cell(sheet, row, column), column, column, None, code, zh, en)
        for sheet, row, column, code, zh, en in rejected
    ]
    # Tables that stand beside each other are called by their columns too: 走访!A:D.
    sheets = {name for table in delivery["tables"] for name in (table["sheet"], table["sheet"].rpartition("!")[0])}
    content = io.BytesIO(b"".join(vault.read_original(delivery["sha256"])))
    grids = [grid for grid in read_grids(content, delivery["file_name"]) if grid.sheet in sheets]
    if all(grid.height <= MOST_ROWS for grid in grids):
        write_marked(grids, findings, _workbook(home, delivery), mode=0o600)


def _rejected(connection: duckdb.DuckDBPyConnection, delivery_ids: list[str]) -> dict[str, list[Rejected]]:
    """Return the cells to mend of each of these deliveries, from the first to the last."""
    rows = connection.execute(
        """
        select delivery_id, sheet, row_number, column_name, reason_code, reason_zh, reason_en
        from marts.dq_rejected_row where delivery_id in (select unnest(?::varchar[])) order by all
        """,
        [delivery_ids],
    ).fetchall()
    return {name: [row[1:] for row in cells] for name, cells in groupby(rows, key=itemgetter(0))}
