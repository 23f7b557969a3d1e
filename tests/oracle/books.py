"""Reads delivered files the way a careful person would: which form a sheet is, its rows, what was written above them.

Belongs here: files to cells. Does not belong here: what cells mean (records.py). Nothing of the project's code is used;
of its declarations only how the forms are headed.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml
from python_calamine import CalamineWorkbook

Cells = list[list[Any]]
TOTALS = ("合计", "小计", "总计", "共计")
FOOTNOTES = ("注", "说明", "填表人", "审核人", "制表")
HEAD_ROWS = 12


@dataclass(frozen=True)
class Form:
    """A dataset as its contract heads it."""

    dataset: str
    mode: str
    columns: dict[str, dict[str, Any]]

    @cached_property
    def by_header(self) -> dict[str, str]:
        """Every accepted header, and the column it means."""
        return {
            plain(header): name
            for name, column in self.columns.items()
            for header in (column["header"], *column.get("aliases", ()))
        }

    @cached_property
    def asked(self) -> set[str]:
        """The columns that must be headed."""
        return {name for name, column in self.columns.items() if column.get("required") and not column.get("preamble")}


@dataclass
class Sheet:
    """One table that was recognised."""

    form: Form
    sender: str
    received_at: str
    delivery: str
    above: dict[str, str]
    tens_of_thousands: set[str]
    rows: list[dict[str, Any]] = field(default_factory=list)


def read_forms(sources: Path) -> dict[str, Form]:
    """Read how every form is headed."""
    forms = {}
    for path in sorted(sources.glob("[!_]*.yml")):
        table = yaml.safe_load(path.read_text(encoding="utf-8"))["sources"][0]["tables"][0]
        columns = {column["name"]: column["config"]["meta"] for column in table["columns"]}
        forms[table["name"]] = Form(table["name"], table["config"]["meta"]["mode"], columns)
    return forms


def read_sheets(delivered: Path, forms: dict[str, Form]) -> list[Sheet]:
    """Read every table of every delivery, the earliest received first."""
    found = []
    for path in sorted(delivered.rglob("*")):
        if path.is_file() and path.suffix != ".json":
            envelope = json.loads(path.with_name(f"{path.name}.envelope.json").read_text(encoding="utf-8"))
            found += [_recognised(cells, forms, path, str(envelope["received_at"])) for cells in _tables(path)]
    return sorted(found, key=lambda sheet: sheet.received_at)


@cache
def plain(text: Any) -> str:
    """A header as it is compared."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", str(text))).strip("*:").lower()


def _tables(path: Path) -> Iterator[Cells]:
    if path.suffix == ".csv":
        content = path.read_bytes()
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("gb18030")
        yield [list(row) for row in csv.reader(io.StringIO(text))]
        return
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        cells = sheet.to_python(skip_empty_area=False)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
            for row in range(top, min(bottom + 1, len(cells))):
                for column in range(left, min(right + 1, len(cells[row]))):
                    cells[row][column] = cells[top][left]
        yield cells


def _recognised(cells: Cells, forms: dict[str, Form], path: Path, received_at: str) -> Sheet:
    best: tuple[int, int, Form, dict[str, int]] | None = None
    for depth in (1, 2):
        for top in range(min(HEAD_ROWS, len(cells) - depth + 1)):
            heads = _heads(cells[top : top + depth])
            for form in forms.values():
                places = _places(heads, form.by_header)
                if form.asked <= places.keys() and (best is None or len(places) > len(best[3])):
                    best = (top, depth, form, places)
    assert best is not None, f"{path}: no form"
    top, depth, form, places = best
    heads = _heads(cells[top : top + depth])
    scaled = {name for name, place in places.items() if "万元" in heads[place]}
    preamble = " ".join(str(cell) for row in cells[:top] for cell in row if str(cell).strip())
    above = _above(preamble, form, places)
    sheet = Sheet(form, path.parent.name, received_at, f"{path}", above, scaled)
    for row in cells[top + depth :]:
        texts = [str(cell).strip() for cell in row]
        if sum(map(bool, texts)) < 2 or texts[0].startswith(FOOTNOTES):
            continue
        if any(text in TOTALS for text in texts) or ("unit" in places and not texts[places["unit"]]):
            continue
        sheet.rows.append({name: row[place] for name, place in places.items() if place < len(row)})
    return sheet


def _heads(rows: Cells) -> list[str]:
    """What each column is headed: the lowest words above it."""
    heads = [""] * max(map(len, rows))
    for row in rows:
        for place, cell in enumerate(row):
            heads[place] = plain(cell) or heads[place]
    return heads


def _places(heads: list[str], headers: dict[str, str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, head in enumerate(heads):
        name = headers.get(head)
        if name is None and head.endswith(")"):
            name = headers.get(re.sub(r"\([^)]*\)$", "", head))
        if name and name not in places:
            places[name] = place
    return places


def _above(text: str, form: Form, places: dict[str, int]) -> dict[str, str]:
    """What stands above the table for columns that may stand there."""
    found = {}
    for name, column in form.columns.items():
        if not column.get("preamble") or name in places:
            continue
        for header in (column["header"], *column.get("aliases", ())):
            if said := re.search(rf"{re.escape(header)}[：:]\s*(\S+)", text):
                found[name] = said[1]
                break
        else:
            if column["type"] == "year" and (year := re.search(r"(\d{4})年", text)):
                found[name] = year[1]
    return found
