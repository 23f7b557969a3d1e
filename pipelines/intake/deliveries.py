"""One received file to deliveries: read, recognised, cleared of personal data, ready to be written.

Belongs here: what a delivery is made of. Nothing here touches the disk (ingest.py does).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import IO, Any

import pyarrow as pa

from pipelines.catalog.contracts import Contract
from pipelines.errors import LinliError
from pipelines.intake.formats import read_grids
from pipelines.intake.grid import Grid
from pipelines.intake.headers import HeaderIndex
from pipelines.intake.ledger import Event
from pipelines.intake.limits import Effort
from pipelines.intake.notes import Note, not_said, notes_on
from pipelines.intake.periods import days_in
from pipelines.intake.privacy import pseudonymise
from pipelines.intake.recognise import Table, find_tables
from pipelines.intake.rows import Body, read_body
from pipelines.intake.unclear import unknown_sheet
from pipelines.intake.vault import Vault

Reader = Callable[[IO[bytes], str], list[Grid]]
LINEAGE_COLUMNS = ("delivery_id", "sheet", "row_number")


@dataclass(frozen=True)
class Received:
    """One file as it arrived, open for reading; `taken_in` counts, by sender, hash and dataset, what came before it."""

    file_name: str
    sender_code: str
    stream: IO[bytes]
    taken_in: Mapping[tuple[str, str, str], int] = field(default_factory=dict)

    @cached_property
    def sha256(self) -> str:
        """Hash of the bytes, the file's identity."""
        self.stream.seek(0)
        return hashlib.file_digest(self.stream, "sha256").hexdigest()  # type: ignore[arg-type]

    def delivery_id(self, dataset: str | None) -> str:
        """Return the id of this file's delivery of a dataset; None for a refused file."""
        # The same bytes sent again after a withdrawal are another delivery.
        times = self.taken_in.get((self.sender_code, self.sha256, dataset), 0) if dataset else 0
        identity = self.sender_code + (dataset or "") + "#" * times + self.sha256
        return f"{dataset or 'refused'}-{hashlib.sha256(identity.encode('utf-8')).hexdigest()[:12]}"


@dataclass(frozen=True)
class Delivery:
    """The rows of one dataset in one file, and the ledger's entry for them."""

    entry: Event
    rows: pa.Table


def read_deliveries(
    file: Received, index: HeaderIndex, vault: Vault, read: Reader = read_grids
) -> tuple[list[Delivery], list[Note]]:
    """Return a file's deliveries, one a dataset; refuse the whole file with a LinliError where a table is unclear."""
    grids = read(file.stream, file.file_name)
    effort = Effort()
    tables = {grid.sheet: find_tables(grid, index, effort) for grid in grids}
    if not any(tables.values()):
        raise unknown_sheet(grids, index, effort)
    by_dataset: dict[str, list[tuple[Table, Body]]] = {}
    for table in (table for found in tables.values() for table in found):
        by_dataset.setdefault(table.contract.dataset, []).append((table, read_body(table)))
    reports = {name: parts for name, parts in by_dataset.items() if any(map(_says_something, parts))}
    if not reports:
        raise _nothing_said()
    deliveries = [_delivery(file, index.contracts[name], parts, vault) for name, parts in reports.items()]
    unsaid = [table for name, parts in by_dataset.items() if name not in reports for table, _ in parts]
    return deliveries, [*notes_on(grids, tables), *map(not_said, unsaid)]


def _says_something(part: tuple[Table, Body]) -> bool:
    """Return whether a table reports anything: rows, or that there are none. Silence is no zero."""
    _, body = part
    return body.height > 0 or body.says_nothing


def _nothing_said() -> LinliError:
    return LinliError(
        "表中没有数据行，也没有写明“零报告”。确无发生的，请在表头上方填“零报告：是”，或在第一行填“零报告”，再重新报送。",
        "The tables hold no row and do not say that there was none. If nothing happened, write 零报告：是 above the "
        "header, or 零报告 in the first row, and send it again.",
        "no_rows",
    )


def raw_columns(contract: Contract) -> tuple[str, ...]:
    """Return the columns of a dataset in raw, in order."""
    return (*(column.name for column in contract.kept_columns), *LINEAGE_COLUMNS)


def _delivery(file: Received, contract: Contract, parts: Sequence[tuple[Table, Body]], vault: Vault) -> Delivery:
    delivery_id = file.delivery_id(contract.dataset)
    tables = [_rows(file.sender_code, delivery_id, table, body, vault) for table, body in parts]
    rows = pa.concat_tables(tables).unify_dictionaries()
    labels = {table.preamble.period_label for table, _ in parts}
    day = contract.day_column
    span = days_in(rows.column(day.name), day) if day else None
    entry: Event = {
        "delivery_id": delivery_id,
        "dataset": contract.dataset,
        "contract_version": contract.version,
        "status": "ingested",
        "rows_read": rows.num_rows,
        "period_label": labels.pop() if len(labels) == 1 else None,
        "first_day": span[0].isoformat() if span else None,
        "last_day": span[1].isoformat() if span else None,
        "columns": list(rows.column_names),
        "tables": [_table_entry(table, body) for table, body in parts],
        "printed_totals": [vars(total) for _, body in parts for total in body.totals],
    }
    return Delivery(entry, rows)


def _rows(sender_code: str, delivery_id: str, table: Table, body: Body, vault: Vault) -> pa.Table:
    """Return one table's rows with exactly the columns raw has."""
    columns: dict[str, Any] = {}
    for column in table.contract.kept_columns:
        values = body.columns.get(column.name)
        if values is None:
            above = table.preamble.values.get(column.name)
            if above is None and column.preamble and column.type == "unit":
                above = sender_code
            values = pa.repeat(pa.scalar(above, pa.string()), body.height)
        elif column.personal == "hashed":
            values = pseudonymise(values, column, vault)
        columns[column.name] = values
    columns["delivery_id"] = _same(delivery_id, body.height)
    columns["sheet"] = _same(table.grid.sheet, body.height)
    columns["row_number"] = body.row_numbers
    return pa.table(columns)


def _same(text: str, height: int) -> Any:
    """Return a column that says the same in every row, in two bytes each."""
    return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int16()), height), pa.array([text], pa.string()))


def _table_entry(table: Table, body: Body) -> Event:
    """Return how a table was understood, so that a mapping can be looked up long after."""
    return {
        "sheet": table.grid.sheet,
        "hidden": table.grid.hidden,
        "header_row": table.start,
        "rows": body.height,
        "total_rows": list(body.total_rows),
        "notes": body.notes,
        "period_label": table.preamble.period_label,
        "above": table.preamble.values,
        "headers": {
            name: {"header": h.header, "unit": h.unit, "position": table.grid.left + h.position}
            for name, h in table.match.columns.items()
        },
        "ignored": list(table.match.ignored),
    }
