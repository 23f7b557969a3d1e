"""What delivered cells mean: typed values, the rows that count, the units they are about.

Belongs here: typing and refusing by the contracts' plain words, re-delivery. Does not belong here: counting
(counts.py).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from books import Sheet, read_forms, read_sheets

Row = dict[str, Any]
KINDS = re.compile(r"((社区|村)?(居民|村民)委员会|(社区|村)?(居|村)委会|社区|村|街道办事处|街道办|街道|镇)$")


def day(text: str) -> dt.date | None:
    """A day with its year, as clerks write one."""
    text = re.sub(r"[ T]\d{1,2}:\d{2}.*$", "", text)
    found = re.fullmatch(r"((?:19|20)\d\d)[-年./](\d{1,2})[-月./](\d{1,2})[日号]?", text) or re.fullmatch(
        r"((?:19|20)\d\d)(\d\d)(\d\d)", text
    )
    if found:
        try:
            return dt.date(*map(int, found.groups()))
        except ValueError:
            return None
    if re.fullmatch(r"[1-6]\d{4}(\.\d+)?", text):
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(text[:5]))
    return None


def month(text: str) -> dt.date | None:
    """The first day of a month."""
    found = re.fullmatch(r"((?:19|20)\d\d)[-年./]?(\d{1,2})月?(?:份)?", text)
    if found and 1 <= int(found[2]) <= 12:
        return dt.date(int(found[1]), int(found[2]), 1)
    whole = day(text)
    return whole and whole.replace(day=1)


def number(text: str) -> Decimal | None:
    """A number with what clerks write behind it."""
    found = re.fullmatch(r"[¥￥]?([-+]?[\d,]*\.?\d+)(万|亿)?[^\d.]*", text)
    if not found or not re.fullmatch(r"[-+]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?", found[1]):
        return None
    return Decimal(found[1].replace(",", "")) * {None: 1, "万": 10_000, "亿": 100_000_000}[found[2]]


def share(text: str) -> Decimal | None:
    """A share of one: 20% and 20 are 0.2."""
    value = number(text.rstrip("%"))
    if value is None:
        return None
    return value / 100 if text.endswith("%") or abs(value) > 1 else value


def person(text: str) -> str | None:
    """An identity number with the right check digit."""
    text = text.upper()
    if not re.fullmatch(r"\d{17}[\dX]", text):
        return None
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(text[:17]))
    return text if "10X98765432"[total % 11] == text[17] else None


READERS: dict[str, Callable[[str], Any]] = {
    "date": day,
    "month": month,
    "year": lambda text: int(text[:4]) if re.fullmatch(r"(19|20)\d\d(年度?|\.0)?", text) else None,
    "integer": lambda text: int(value) if (value := number(text)) is not None and value == int(value) else None,
    "decimal": number,
    "money": number,
    "percent": share,
    "person_id": person,
    "text": lambda text: text,
}


class Records:
    """Everything delivered that counts, by dataset; `refused` has (dataset, column) of every bad cell."""

    def __init__(self, delivered: Path, sources: Path) -> None:
        self.forms = read_forms(sources)
        self.refused: list[tuple[str, str]] = []
        sheets = read_sheets(delivered, self.forms)
        self._above: dict[str, str | None] = {}
        self._names: dict[str, list[str]] = defaultdict(list)
        self._types: dict[str, str] = {}
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._current: dict[str, list[Row]] = {}
        # What was made of each cell of a column: most say what others said.
        self._read: dict[tuple[str, str, bool], dict[tuple[type, Any], tuple[Any, bool]]] = defaultdict(dict)
        for sheet in sorted(sheets, key=lambda sheet: sheet.form.dataset != "units"):
            self._take(sheet)

    def units(self) -> list[Row]:
        """The units delivered."""
        return self.current("units")

    def current(self, dataset: str) -> list[Row]:
        """The rows that count: of one key (of one unit and day for whole lists) those delivered last."""
        if dataset not in self._current:
            self._current[dataset] = self._in_force(dataset)
        return self._current[dataset]

    def _in_force(self, dataset: str) -> list[Row]:
        form = self.forms[dataset]
        whole = {"unit", "date", "month", "year"}
        keys = [
            name
            for name, column in form.columns.items()
            if column.get("key") and (form.mode == "event" or column["type"] in whole)
        ]
        latest: dict[tuple[Any, ...], tuple[str, str]] = {}
        for row in self._rows[dataset]:
            key = tuple(row[name] for name in keys)
            latest[key] = max(latest.get(key, ("", "")), (row["_received_at"], row["_delivery"]))
        return [
            row
            for row in self._rows[dataset]
            if latest[tuple(row[name] for name in keys)] == (row["_received_at"], row["_delivery"])
        ]

    def _take(self, sheet: Sheet) -> None:
        seen: set[tuple[Any, ...]] = set()
        keys = [name for name, column in sheet.form.columns.items() if column.get("key")]
        for raw in sheet.rows:
            row, bad = self._typed(sheet, raw)
            key = tuple(row[name] for name in keys)
            if not bad and key in seen and keys:
                bad = [keys[-1]]
            if bad:
                self.refused += [(sheet.form.dataset, name) for name in bad]
                continue
            seen.add(key)
            self._rows[sheet.form.dataset].append(row)
            if sheet.form.dataset == "units":
                self._above[row["code"]] = row["parent_code"]
                self._names[row["name"]].append(row["code"])
                self._types[row["code"]] = row["unit_type"]

    def _typed(self, sheet: Sheet, raw: Row) -> tuple[Row, list[str]]:
        row: Row = {"_received_at": sheet.received_at, "_delivery": sheet.delivery}
        bad = []
        for name, column in sheet.form.columns.items():
            cell = raw.get(name, sheet.above.get(name, ""))
            if column["type"] == "unit":
                row[name] = self._unit(_text(cell) or sheet.sender, sheet.sender)
                if row[name] is None:
                    bad.append(name)
                continue
            known = self._read[sheet.form.dataset, name, name in sheet.tens_of_thousands]
            if (type(cell), cell) not in known:
                known[type(cell), cell] = _judged(_text(cell), column, name in sheet.tens_of_thousands)
            row[name], is_bad = known[type(cell), cell]
            if is_bad:
                bad.append(name)
        return row, bad

    @cache  # noqa: B019
    def _unit(self, text: str, sender: str) -> str | None:
        code = text if text in self._above else re.sub(r"0+$", "", text) if text.isdigit() else ""
        for known in (text, code):
            if known in self._above and self._below(known, sender):
                return known
        found = {code for code in self._names.get(text, []) if self._below(code, sender)}
        if not found:
            stem = KINDS.sub("", text)
            found = {
                code
                for name, codes in self._names.items()
                if KINDS.sub("", name) == stem
                for code in codes
                if self._below(code, sender)
            }
        if len(found) > 1:
            kind = "village" if "村" in text else "community" if "社区" in text or "居" in text else "street"
            found = {code for code in found if self._types[code] == kind}
        return found.pop() if len(found) == 1 else None

    def _below(self, code: str, sender: str) -> bool:
        above: str | None = code
        while above is not None and above != sender:
            above = self._above.get(above)
        return above is not None


def _judged(text: str, column: Row, tens_of_thousands: bool) -> tuple[Any, bool]:
    """What a cell says, and whether its row is refused for it."""
    value = None
    if text and column["type"] == "code":
        labels = {_label(label): code for code, spelt in column["codes"].items() for label in (code, *spelt)}
        value = labels.get(_label(text))
    elif text:
        value = READERS[column["type"]](text)
        if tens_of_thousands and value is not None:
            value *= 10_000
    is_empty = bool(column.get("required") and not text)
    return value, is_empty or bool(text and value is None) or _outside(value, column)


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return unicodedata.normalize("NFKC", str(cell)).strip()


def _label(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _outside(value: Any, column: Row) -> bool:
    if value is None or isinstance(value, (str, dt.date)):
        return False
    low, high = column.get("minimum"), column.get("maximum")
    return (low is not None and value < low) or (high is not None and value > high)
