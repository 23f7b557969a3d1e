"""Workbooks of cells to mend: one a delivery that has any, in rejects/, until they are mended or it is too late.

Belongs here: writing and removing them. Does not belong here: what is wrong with a cell and what is still to be mended
(dbt), how a workbook looks (product/mending.py).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
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


@dataclass(frozen=True)
class SentBack:
    """What came of it: workbooks that lie in rejects/ now, and those that were taken away."""

    waiting: int
    removed: int


def send_back(home: Home, days: int, now: datetime | None = None) -> SentBack:
    """Write a workbook for each delivery with cells to mend; remove those that are mended or too old."""
    with open_working(home, read_only=True) as connection:
        unmended = connection.execute("select delivery_id from marts.dq_delivery where to_mend > 0").fetchall()
        found = {delivery_id: _rejected(connection, delivery_id) for (delivery_id,) in unmended}
    before = ((now or datetime.now()) - timedelta(days=days)).timestamp()
    vault = Vault.open(home)
    kept = set()
    for delivery in deliveries_of(Ledger(home.ledger).events()):
        original = home.originals / delivery["sha256"]
        if delivery["delivery_id"] not in found or not _is_kept(original, before):
            continue
        target = home.rejects / f"{delivery['delivery_id']}.xlsx"
        if target.exists() or _write(home, vault, delivery, found[delivery["delivery_id"]]):
            kept.add(target)
    stale = [file for file in home.rejects.glob("*.xlsx") if file not in kept]
    for file in stale:
        file.unlink()
    return SentBack(len(kept), len(stale))


def _is_kept(original: Path, before: float) -> bool:
    return original.exists() and original.stat().st_mtime >= before and original.stat().st_size <= MOST_BYTES


def _write(home: Home, vault: Vault, delivery: Event, rejected: list[tuple[str, int, str, str, str, str]]) -> bool:
    """Write one workbook: the sheets of this delivery alone, so that sending it again repeats no other."""
    places = Places([delivery])
    findings = [
        Finding(delivery["dataset"], sheet, row, places.cell(sheet, row, column), column, column, None, code, zh, en)
        for sheet, row, column, code, zh, en in rejected
    ]
    # Tables that stand beside each other are called by their columns too: 走访!A:D.
    sheets = {name for table in delivery["tables"] for name in (table["sheet"], table["sheet"].rpartition("!")[0])}
    content = io.BytesIO(b"".join(vault.read_original(delivery["sha256"])))
    grids = [grid for grid in read_grids(content, delivery["file_name"]) if grid.sheet in sheets]
    if any(grid.height > MOST_ROWS for grid in grids):
        return False
    write_marked(grids, findings, home.rejects / f"{delivery['delivery_id']}.xlsx", mode=0o600)
    return True


def _rejected(connection: duckdb.DuckDBPyConnection, delivery_id: str) -> list[tuple[str, int, str, str, str, str]]:
    return connection.execute(
        """
        select sheet, row_number, column_name, reason_code, reason_zh, reason_en
        from marts.dq_rejected_row where delivery_id = ? order by sheet, row_number, column_name
        """,
        [delivery_id],
    ).fetchall()
