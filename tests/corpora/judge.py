"""Whether the intake reads a published file right: the same cells as a plain reader, or a refusal that is due.

Each file is read as if a dataset had been declared with the headers of the file. Belongs here: that dataset and the
comparison. Does not belong here: reading plainly (plain.py), what is due to be refused (expected.yml).
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import plain
import yaml

from pipelines.catalog.contracts import Column, Contract, Title, normalise_header
from pipelines.errors import LinliError
from pipelines.intake.deliveries import Received, read_deliveries
from pipelines.intake.headers import HeaderIndex
from pipelines.intake.vault import Vault
from pipelines.settings import Home

CORPORA = Path(__file__).parents[1] / "fixtures" / "corpora"
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((CORPORA / "expected.yml").read_text(encoding="utf-8"))
KINDS = (".csv", ".tsv", ".xls", ".xlsx", ".ods", ".parq", ".parquet")
FILES = sorted(str(path.relative_to(CORPORA)) for path in CORPORA.rglob("*") if path.suffix in KINDS)
_VAULT = Vault.open(Home(Path(mkdtemp())))


@cache
def verdict(name: str) -> str:
    """Return 'read right', 'refused rightly', or what is wrong."""
    expected = EXPECTED.get(name, {})
    path = CORPORA / name
    try:
        sheets = plain.read(CORPORA / expected.get("same_as", name), **expected.get("plainly", {}))
    except (UnicodeDecodeError, ValueError):
        sheets = {"?": [["?"]]}
    tables = {sheet: _table(rows, expected.get("above", 0)) for sheet, rows in sheets.items()}
    header = next((rows[0][1] for rows in tables.values() if rows), [])
    wanted = {sheet: rows for sheet, rows in tables.items() if rows and _keys(rows[0][1]) == _keys(header)}
    index = HeaderIndex({"published": _contract(header)})
    try:
        with path.open("rb") as stream:
            deliveries, _ = read_deliveries(Received(path.name, "1", io.BytesIO(stream.read())), index, _VAULT)
    except LinliError as refusal:
        due = expected.get("refused")
        return "refused rightly" if refusal.code == due else f"refused ({refusal.code}): {refusal.en}"
    if "refused" in expected:
        return f"read, though {expected['refused']} is due"
    found = {
        (row["sheet"], row["row_number"]): [row[column] or "" for column in row if column.startswith("c_")]
        for delivery in deliveries
        for row in delivery.rows.to_pylist()
    }
    if len(wanted) == 1:
        found = {(next(iter(wanted)), row): cells for (_, row), cells in found.items()}
    places = _places(header)
    due_cells = {
        (sheet, number): [row[place] for place in places]
        for sheet, rows in wanted.items()
        for number, row in rows[1:]
        if any(row[place] for place in places)
    }
    return "read right" if found == due_cells else f"different: {_first(found, due_cells)}"


def _table(rows: plain.Rows, skipped: int) -> list[tuple[int, list[str]]]:
    """Return the numbered rows from the header on, stripped and equally long; skip blank ones and titles above."""
    numbered = [(number, [cell.strip() for cell in row]) for number, row in enumerate(rows, start=1)]
    filled = [(number, row) for number, row in numbered if any(row)][skipped:]
    width = max((len(row) for _, row in filled), default=0)
    return [(number, row + [""] * (width - len(row))) for number, row in filled]


def _keys(header: list[str]) -> list[str]:
    return [key for key in map(normalise_header, header) if key]


def _places(header: list[str]) -> list[int]:
    """Return the columns that have a header, the first where two have the same."""
    seen: dict[str, int] = {}
    for place, text in enumerate(header):
        if normalise_header(text):
            seen.setdefault(normalise_header(text), place)
    return sorted(seen.values())


def _contract(header: list[str]) -> Contract:
    """Return a dataset of text columns with these headers."""
    columns = [
        Column(name=f"c_{place}", description="x", header=header[place], type="text", required=True)
        for place in _places(header)
    ]
    return Contract(
        dataset="published",
        description="x",
        title=Title(zh="x", en="x"),
        version=1,
        mode="event",
        frequency="month",
        due_day=1,
        due_from=("community",),
        zero_report=False,
        columns=tuple(columns) or (Column(name="c_0", description="x", header="?", type="text", required=True),),
    )


def _first(found: dict[Any, Any], wanted: dict[Any, Any]) -> str:
    for key in [*wanted, *found]:
        if found.get(key) != wanted.get(key):
            return f"{key}: {found.get(key)} instead of {wanted.get(key)}"
    return "?"
