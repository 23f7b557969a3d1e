"""Raw as DuckDB sees it: a view a dataset over the Parquet files the ledger names, and the ledger's own tables.

Belongs here: schema raw. Does not belong here: writing raw (take_in.py), typing values (dbt staging).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.catalog.contracts import Contract
from pipelines.catalog.jurisdictions import Review
from pipelines.errors import LinliError
from pipelines.intake.corrections import corrections_of
from pipelines.intake.deliveries import raw_columns
from pipelines.intake.ledger import Event, Ledger
from pipelines.intake.standing import stand
from pipelines.intake.unit_register import rules_for
from pipelines.settings import Home

# A delivery is staged by itself; together, at most about so many rows are.
BATCH_ROWS = 5_000_000

_DELIVERY = (
    ("delivery_id", "VARCHAR"), ("dataset", "VARCHAR"), ("file_name", "VARCHAR"), ("sha256", "VARCHAR"),
    ("sender_code", "VARCHAR"), ("received_at", "TIMESTAMP"), ("basis", "VARCHAR"), ("rows_read", "INTEGER"),
    ("status", "VARCHAR"), ("period_label", "VARCHAR"), ("contract_version", "INTEGER"), ("reason_code", "VARCHAR"),
    ("reason_zh", "VARCHAR"), ("reason_en", "VARCHAR"), ("decided_at", "TIMESTAMP"), ("decided_by", "VARCHAR"),
    ("decided_why", "VARCHAR"),
)  # fmt: skip
_CORRECTION = (
    ("delivery_id", "VARCHAR"), ("dataset", "VARCHAR"), ("sheet", "VARCHAR"), ("row_number", "INTEGER"),
    ("column_name", "VARCHAR"), ("old_value", "VARCHAR"), ("new_value", "VARCHAR"), ("corrected_at", "TIMESTAMP"),
    ("corrected_by", "VARCHAR"), ("corrected_why", "VARCHAR"), ("is_latest", "BOOLEAN"),
)  # fmt: skip
_PRINTED_TOTAL = (
    ("delivery_id", "VARCHAR"), ("dataset", "VARCHAR"), ("sheet", "VARCHAR"), ("row_number", "INTEGER"),
    ("label", "VARCHAR"), ("column_name", "VARCHAR"), ("value", "VARCHAR"),
)  # fmt: skip


def register_raw(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    contracts: dict[str, Contract],
    reviews: Mapping[str, Review] | None = None,
) -> list[Event]:
    """Create schema raw: a view a dataset, the tables delivery, correction, printed_total; nothing the ledger lacks.

    The views hold the rows of every delivery, whether it counts or not; raw.delivery says which do. Return the
    deliveries as they stand.
    """
    events = Ledger(home.ledger).events()
    deliveries = stand(events, rules_for(home, events, contracts, reviews or {}))
    connection.execute("create schema if not exists raw")
    for contract in contracts.values():
        show_rows(connection, f"raw.{contract.dataset}", home, contract, deliveries)
    _create_table(connection, "delivery", _DELIVERY, deliveries)
    _create_table(connection, "correction", _CORRECTION, corrections_of(events))
    totals = [total | delivery for delivery in deliveries for total in delivery.get("printed_totals", ())]
    _create_table(connection, "printed_total", _PRINTED_TOTAL, totals)
    return deliveries


def show_rows(
    connection: duckdb.DuckDBPyConnection, view: str, home: Home, contract: Contract, deliveries: list[Event]
) -> None:
    """Create a view of a dataset: its rows of those of the deliveries that were not refused."""
    shown = _select(home.raw / contract.dataset, contract, _kept(contract, deliveries))
    connection.execute(f"create or replace view {view} as {shown}")


def _kept(contract: Contract, deliveries: list[Event]) -> list[Event]:
    return [one for one in deliveries if one["dataset"] == contract.dataset and one["status"] != "refused"]


def show_batches(
    connection: duckdb.DuckDBPyConnection, home: Home, contract: Contract, deliveries: list[Event]
) -> None:
    """Create the views batch.<dataset>_<number>: a dataset in parts of about BATCH_ROWS; none where it is one."""
    batches: list[list[Event]] = []
    room = 0
    for delivery in _kept(contract, deliveries):
        if room <= 0:
            batches.append([])
            room = BATCH_ROWS
        batches[-1].append(delivery)
        room -= delivery["rows_read"]
    for number, batch in enumerate(batches if len(batches) > 1 else ()):
        show_rows(connection, f"batch.{contract.dataset}_{number:04}", home, contract, batch)


def _select(folder: Path, contract: Contract, deliveries: list[Event]) -> str:
    """Return the query behind one view; a column that no file has yet is NULL."""
    held = {tuple(delivery["columns"]) for delivery in deliveries}
    present = {name for names in held for name in names}
    columns = ", ".join(_column(name, name in present) for name in raw_columns(contract))
    if not deliveries:
        return f"select {columns} where false"
    files = [_file(folder, delivery["delivery_id"]) for delivery in deliveries]
    # Files of one shape are read by position, which is quicker; older contracts leave files of other shapes.
    by_name = ", union_by_name = true" if len(held) > 1 else ""
    return f"select {columns} from read_parquet([{', '.join(files)}]{by_name})"


def _column(name: str, present: bool) -> str:
    kind = "INTEGER" if name == "row_number" else "VARCHAR"
    value = f'"{name}"' if present else "null"
    return f'cast({value} as {kind}) as "{name}"'


def _file(folder: Path, delivery_id: str) -> str:
    path = folder / f"{delivery_id}.parquet"
    if not path.exists():
        raise LinliError(
            f"台账中的报送 {delivery_id} 缺少数据文件 {path}。请从备份恢复。",
            f"The file {path} of delivery {delivery_id} in the ledger is missing. Restore it from a backup.",
            "raw_missing",
        )
    return "'" + str(path).replace("'", "''") + "'"


def _create_table(
    connection: duckdb.DuckDBPyConnection, name: str, columns: tuple[tuple[str, str], ...], rows: Iterable[Event]
) -> None:
    records = list(rows)
    texts: dict[str, Any] = {
        column: pa.array([None if row.get(column) is None else str(row[column]) for row in records], pa.string())
        for column, _ in columns
    }
    connection.register("_linli_rows", pa.table(texts))
    typed = ", ".join(f"cast({column} as {kind}) as {column}" for column, kind in columns)
    connection.execute(f"create or replace table raw.{name} as select {typed} from _linli_rows")
    connection.unregister("_linli_rows")
