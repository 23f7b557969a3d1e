"""Corrections as data: one cell of one delivery read otherwise than it was sent, with who, when and why.

The sent value stays in raw. Staging reads the new one for as long as the old one stands in the cell; what the sender
has mended in a later delivery is not touched. Columns that tell rows apart are not corrected, so that a later delivery
of the row replaces the corrected one.
Belongs here: making and listing corrections. Does not belong here: applying them (dbt, macro `stage`), showing which
still apply (dq_correction).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow.compute as pc
import pyarrow.parquet as parquet

from pipelines.catalog.contracts import Column, load_contracts
from pipelines.errors import LinliError
from pipelines.intake.decisions import Desk
from pipelines.intake.ledger import Event
from pipelines.intake.standing import deliveries_of
from pipelines.settings import Home


@dataclass(frozen=True)
class Cell:
    """One cell of a delivery as a person names it: the column by its name or by a header."""

    delivery_id: str
    sheet: str
    row_number: int
    column: str


def correct(home: Home, cell: Cell, new: str, old: str | None, who: str, why: str) -> Event:
    """Keep that a cell is to be read otherwise; refuse where there is no such cell or it says something else."""
    with Desk.open(home) as desk:
        delivery = desk.delivery(cell.delivery_id, ("ingested", "held", "submitted"))
        desk.refuse_closed(delivery)
        column = _correctable(delivery["dataset"], cell.column).name
        sent = _sent(home, delivery, cell, column)
        if old is not None and old.strip() != sent:
            raise LinliError(
                f"该单元格中不是“{old}”，不更正。请核对报送编号、工作表、行和列。",
                f"the cell does not hold '{old}', nothing is corrected. Check delivery, sheet, row and column.",
                "not_the_old_value",
            )
        if new.strip() == sent:
            raise LinliError(
                "新值与报送的相同，无需更正。",
                "the new value is what was sent, nothing to correct.",
                "no_change",
            )
        what = {
            "delivery_id": cell.delivery_id,
            "sheet": cell.sheet,
            "row_number": cell.row_number,
            "column_name": column,
            "old_value": sent,
            "new_value": new.strip(),
        }
        return desk.decide("corrected", what, who, why)


def corrections_of(events: Sequence[Event]) -> list[Event]:
    """Return every correction, oldest first, with its dataset and whether it is the latest of its cell."""
    datasets = {delivery["delivery_id"]: delivery["dataset"] for delivery in deliveries_of(events)}
    found = sorted((event for event in events if event["event"] == "corrected"), key=lambda event: str(event["at"]))
    latest = {_place(event): number for number, event in enumerate(found)}
    return [
        event
        | {
            "dataset": datasets[event["delivery_id"]],
            "corrected_at": event["at"],
            "corrected_by": event["who"],
            "corrected_why": event["why"],
            "is_latest": latest[_place(event)] == number,
        }
        for number, event in enumerate(found)
        if event["delivery_id"] in datasets
    ]


def _place(event: Event) -> tuple[object, ...]:
    return tuple(event[name] for name in ("delivery_id", "sheet", "row_number", "column_name"))


def _correctable(dataset: str, name: str) -> Column:
    """Return the column called so by its name or header; refuse what tells rows apart and what is personal."""
    columns = load_contracts()[dataset].columns
    column = next((column for column in columns if name in (column.name, *column.headers)), None)
    if column is None:
        raise LinliError(
            f"“{dataset}”没有“{name}”这一列。可选：{'、'.join(column.header for column in columns)}。",
            f"{dataset} has no column '{name}'. Choose from: {', '.join(column.name for column in columns)}.",
            "unknown_column",
        )
    if column.personal is not None:
        raise LinliError(
            f"“{column.header}”是个人信息，不能这样更正（台账不存明文）。请由报送单位改正后重新报送。",
            f"{column.name} holds personal data and cannot be corrected so: the ledger keeps nothing personal in "
            "clear. Let the sender mend the file and send it again.",
            "personal_column",
        )
    if column.key:
        raise LinliError(
            f"“{column.header}”用来区分各行，更正后同一行可能计两次。请由报送单位改正后重新报送，或撤回这份报送。",
            f"{column.name} tells one row from another: corrected, a row could count twice. Let the sender mend the "
            "file and send it again, or withdraw the delivery.",
            "key_column",
        )
    return column


def _sent(home: Home, delivery: Event, cell: Cell, column: str) -> str:
    """Return what was sent in a cell; empty where nothing was."""
    rows = parquet.read_table(home.raw / delivery["dataset"] / f"{delivery['delivery_id']}.parquet")
    found = rows.filter(pc.and_(pc.equal(rows["sheet"], cell.sheet), pc.equal(rows["row_number"], cell.row_number)))
    if not found.num_rows:
        sheets = "、".join(pc.unique(rows["sheet"]).to_pylist())
        raise LinliError(
            f"{cell.delivery_id} 的工作表“{cell.sheet}”第 {cell.row_number} 行没有数据。工作表有：{sheets}。",
            f"{cell.delivery_id} has no data in row {cell.row_number} of sheet '{cell.sheet}'. Its sheets: {sheets}.",
            "no_such_cell",
        )
    return str(found[column][0].as_py() or "") if column in found.column_names else ""
