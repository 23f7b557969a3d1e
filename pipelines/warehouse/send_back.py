"""Workbooks of cells to mend: one a delivery that has any, in rejects/, until they are mended or it is too late.

Beside them lies the list of the deliveries with cells to mend, whether they have a workbook or not.

Belongs here: which deliveries still have cells to mend, and writing and removing their workbooks. Does not belong here:
what is wrong with a cell (dbt staging), how a workbook looks (product/mending.py).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from pipelines.catalog.contracts import Contract, load_contracts
from pipelines.intake.durable import write_whole
from pipelines.intake.formats import read_grids
from pipelines.intake.ledger import Event, Ledger
from pipelines.intake.standing import deliveries_of
from pipelines.intake.vault import Vault
from pipelines.product.check import Finding, Places
from pipelines.product.mending import MOST_ROWS, write_marked
from pipelines.settings import Home
from pipelines.warehouse.build import DUCKDB_CONFIG

# A larger file is mended where it came from: linli check names its cells.
MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class SentBack:
    """What came of it: workbooks that lie in rejects/ now, and those that were taken away."""

    waiting: int
    removed: int


def send_back(home: Home, days: int, now: datetime | None = None) -> SentBack:
    """Write a workbook for each delivery with cells to mend; remove those that are mended or too old."""
    with duckdb.connect(str(home.warehouse), read_only=True, config=dict(DUCKDB_CONFIG)) as connection:
        unmended = _unmended(connection, load_contracts())
        found = {delivery_id: _rejected(connection, delivery_id) for delivery_id in sorted(unmended)}
    lines = "".join(f"{delivery_id}\n" for delivery_id in found)
    write_whole(home.to_mend, lambda stream: stream.write(lines.encode("ascii")))
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


def _unmended(connection: duckdb.DuckDBPyConnection, contracts: dict[str, Contract]) -> set[str]:
    """Return the deliveries with a rejected row that no later accepted row of the same sender has replaced."""
    datasets = connection.execute("select distinct dataset from marts.dq_rejected_row").fetchall()
    return {delivery for (dataset,) in datasets for delivery in _unmended_of(connection, contracts[dataset])}


def _unmended_of(connection: duckdb.DuckDBPyConnection, contract: Contract) -> set[str]:
    """Return such deliveries of one dataset.

    The mended row says the same in every cell that was not to be mended. Of a repeated row only its key is looked for:
    it is mended by deleting or correcting it.
    """
    connection.execute(_BAD.format(dataset=contract.dataset))
    for cells, repeated in connection.execute("select distinct cells, repeated from bad").fetchall():
        # Rows with the same cells to mend are looked for together: equality of columns is a join, all else is a loop.
        same = [
            f'and later."{column.name}" is not distinct from bad."{column.name}"'
            for column in contract.kept_columns
            if (column.key if repeated else f"|{column.name}:" not in cells)
        ]
        connection.execute(_MENDED.format(dataset=contract.dataset, same=" ".join(same)), [cells])
    return {str(delivery) for (delivery,) in connection.execute(_NEVER_MENDED).fetchall()}


_BAD = """
    create or replace temp table mended (delivery_id varchar, sheet varchar, row_number bigint);
    create or replace temp table bad as
    select rows.*, staged.reject_reasons || ':' as cells, staged.reject_reasons like '%:duplicate_key%' as repeated,
        staged.sender_code, staged.received_at
    from raw.{dataset} as rows
    join staging.stg_{dataset} as staged using (delivery_id, sheet, row_number)
    where (delivery_id, sheet, row_number) in (select (delivery_id, sheet, row_number) from marts.dq_rejected_row)
"""
_MENDED = """
    with later as (
        select rows.*, staged.sender_code, staged.received_at
        from raw.{dataset} as rows
        join staging.stg_{dataset} as staged using (delivery_id, sheet, row_number)
        where staged.reject_reasons = '' and staged.sender_code in (select sender_code from bad)
            and staged.received_at > (select min(received_at) from bad)
    )
    insert into mended
    select distinct bad.delivery_id, bad.sheet, bad.row_number
    from bad
    join later on later.sender_code = bad.sender_code and later.received_at > bad.received_at {same}
    where bad.cells = ?
"""
_NEVER_MENDED = """
    select distinct delivery_id from bad
    where not exists (
        select 1 from mended
        where mended.delivery_id = bad.delivery_id and mended.sheet = bad.sheet
            and mended.row_number = bad.row_number
    )
"""
