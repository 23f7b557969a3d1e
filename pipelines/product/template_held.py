"""What is known already of a form, so that nobody is asked for it again.

Belongs here: the rows in force in the published file, and what stands for their personal columns: the sender's own
cells where the encrypted original is still kept, else a token. Does not belong here: how a form looks
(template_sheet.py).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

from pipelines.catalog.contracts import Column, Contract
from pipelines.product.resolve import Unit
from pipelines.product.template_originals import Originals, Place
from pipelines.product.template_plan import Form
from pipelines.settings import Home

Value = str | int | float | Decimal | dt.date | None
_OPEN_END = "9999-12-31"


@dataclass(frozen=True)
class HeldRow:
    """One row that is known, by column; `tokens` counts the personal cells that only their hash is known of."""

    cells: dict[str, Value]
    tokens: int = 0


class Held:
    """What one installation knows of one unit."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, home: Home, unit: Unit) -> None:
        self._connection = connection
        self._unit = unit
        self._originals = Originals(home, unit.code)
        self._tables = _tables(connection)

    def rows(self, form: Form) -> list[HeldRow]:
        """Return what is known: a state that holds, things that have not ended, the people of the last report."""
        contract = form.contract
        table = self._table(contract)
        if table is None or form.period_end is None:
            return []
        names = self._tables[table]
        match contract.mode:
            case "snapshot":
                where = "valid_from <= $day and coalesce(valid_to, date '" + _OPEN_END + "') > $day"
                return self._read(form, table, names, where if {"valid_from", "valid_to"} <= names else "false")
            case "event":
                begins = next((column.name for column in contract.columns if column.type == "date"), None)
                going_on = contract.ends in names and begins in names
                return self._read(
                    form, table, names, f"{contract.ends} is null and {begins} <= $day" if going_on else "false"
                )
            case _:
                year = next(column.name for column in contract.columns if column.type == "year")
                rows = self._read(form, table, names, f"{year} = year($day)")
                keys = {column.name for column in contract.columns if column.key or column.personal == "dropped"}
                return rows or [
                    HeldRow({name: value for name, value in row.cells.items() if name in keys}, row.tokens)
                    for row in self._read(form, table, names, f"{year} = year($day) - 1")
                ]

    def _table(self, contract: Contract) -> str | None:
        """Return the table of core that holds a dataset's rows: it has its columns and rows of its deliveries."""
        wanted = {c.name for c in contract.columns if c.required and not c.preamble and c.type != "unit"}
        for table, names in self._tables.items():
            if (
                wanted <= names
                and self._connection.execute(
                    f"select 1 from core.{table} where starts_with(delivery_id, ?) limit 1", [f"{contract.dataset}-"]
                ).fetchone()
            ):
                return table
        return None

    def _read(self, form: Form, table: str, names: set[str], where: str) -> list[HeldRow]:
        columns = [column for column in form.columns if column.name in names]
        listed = "".join(f", held.{column.name}" for column in columns)
        found = self._connection.execute(
            f"""
            select held.delivery_id, held.sheet, held.row_number, units.name{listed}
            from core.{table} as held
            inner join (
                select unit_id, max_by(name, valid_from) as name
                from marts.dim_unit where contains(path || '/', '/' || $unit || '/') group by unit_id
            ) as units using (unit_id)
            where starts_with(held.delivery_id, $dataset || '-') and {where}
            order by held.delivery_id, held.sheet, held.row_number
            """,
            _used(where, day=form.period_end) | {"unit": self._unit.unit_id, "dataset": form.contract.dataset},
        ).fetchall()
        return [self._row(form, columns, row[:3], row[3], row[4:]) for row in found]

    def _row(self, form: Form, columns: list[Column], place: Place, unit: str, values: tuple[Any, ...]) -> HeldRow:
        known = {column.name: value for column, value in zip(columns, values, strict=True)}
        cells: dict[str, Value] = {}
        tokens = 0
        for column in form.columns:
            if column.type == "unit":
                cells[column.name] = unit
            elif column.personal:
                cells[column.name] = self._originals.cell(place, column, known.get(column.name))
                if cells[column.name] is None and known.get(column.name):
                    cells[column.name] = self._originals.token(known[column.name])
                    tokens += cells[column.name] is not None
            else:
                cells[column.name] = _shown(column, known.get(column.name))
        return HeldRow(cells, tokens)


def _used(where: str, day: dt.date | None) -> dict[str, object]:
    return {"day": day} if "$day" in where else {}


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    rows = connection.execute(
        "select table_name, column_name from information_schema.columns where table_schema = 'core' order by 1"
    ).fetchall()
    tables: dict[str, set[str]] = {}
    for table, column in rows:
        tables.setdefault(table, set()).add(column)
    return {table: names for table, names in tables.items() if {"delivery_id", "unit_id"} <= names}


def _shown(column: Column, value: Any) -> Value:
    """Return a typed value as a clerk writes it."""
    if value is None:
        return None
    if column.type == "code":
        return column.codes[value][0] if column.codes.get(value) else str(value)
    if column.type == "month":
        return f"{value:%Y-%m}"
    if column.type == "text":
        return str(value)
    return value  # type: ignore[no-any-return]
