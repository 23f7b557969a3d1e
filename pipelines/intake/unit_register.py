"""Who stands below whom, as the deliveries of units say: review and closing need to know before anything is built.

Belongs here: reading code, type and parent out of raw. Does not belong here: names, validity and the tree that is
judged (dim_unit).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow.parquet as parquet

from pipelines.catalog.contracts import Column, Contract
from pipelines.catalog.jurisdictions import Review
from pipelines.intake.ledger import Event
from pipelines.intake.standing import REGISTER, Place, Rules, stand
from pipelines.settings import Home


def rules_for(
    home: Home, events: list[Event], contracts: Mapping[str, Contract], reviews: Mapping[str, Review]
) -> Rules:
    """Return what standing needs beside the events; the register is read only where something depends on it."""
    if REGISTER not in contracts or not (reviews or any(event["event"] == "closed" for event in events)):
        return Rules()
    return Rules(read_register(home, events, contracts[REGISTER]), reviews)


def read_register(home: Home, events: list[Event], contract: Contract) -> dict[str, Place]:
    """Return each unit's type and parent; what was received last counts."""
    counted = [delivery for delivery in stand(events) if delivery["status"] == "ingested"]
    registers = [delivery for delivery in counted if delivery["dataset"] == REGISTER]
    places: dict[str, Place] = {}
    for delivery in sorted(registers, key=lambda one: (str(one["received_at"]), str(one["delivery_id"]))):
        rows = _rows(home.raw / REGISTER / f"{delivery['delivery_id']}.parquet")
        for code, unit_type, parent in rows:
            if code:
                places[code] = Place(_code(unit_type, contract.by_name["unit_type"]), parent)
    return places


def _rows(path: Path) -> Iterable[tuple[str | None, str | None, str | None]]:
    table = parquet.read_table(path, columns=["code", "unit_type", "parent_code"])
    return zip(*(table.column(name).to_pylist() for name in ("code", "unit_type", "parent_code")), strict=True)


def _code(label: str | None, column: Column) -> str | None:
    written = unicodedata.normalize("NFKC", label or "").strip()
    return next((code for code, labels in column.codes.items() if written in (code, *labels)), None)
