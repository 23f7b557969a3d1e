"""How a clerk lays out rows on a sheet: title, preamble, headers of the sender's own choosing, total row.

Belongs here: everything in which two senders' forms of the same dataset differ.
Does not belong here: which rows a file holds (deliveries.py), file formats (sheets.py), mistakes (mistakes.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from random import Random

from pipelines.catalog.contracts import Column, Contract
from pipelines.demo.place import Place, Unit
from pipelines.demo.sheets import Cell, Sheet
from pipelines.demo.tables import Row, Value
from pipelines.demo.wording import DATE_FORMS, MONTH_FORMS, Wording, unit_name

_SUMMED = ("integer", "money")
_HEADERS_FOR_CODES = ("单位代码",)
_HEADERS_FOR_ANY_UNIT = ("单位", "单位名称", "村(社区)", "地区")
_HEADERS_NEVER = ("填报单位", "村名称")


@dataclass(frozen=True)
class Form:
    """What is laid out: rows of a dataset from one sender for one period."""

    contract: Contract
    columns: tuple[str, ...]
    rows: Sequence[Row]
    sender: Unit
    period: str
    kind: str


class Clerk:
    """The habits of one sender with one dataset's form, the same for every period."""

    def __init__(self, place: Place, wording: Wording, form: Form) -> None:
        self.place, self.wording, self.form = place, wording, form
        self.rng = Random(f"{form.sender.code}|{form.contract.dataset}|{form.kind}")
        paper = form.kind != "csv"
        draw = self.rng.random
        units = [column for column in form.contract.columns if column.type == "unit"]
        self.by_code = draw() < 0.15 or any(column.headers == _HEADERS_FOR_CODES for column in units)
        self.spelling = self.rng.choice(("as_is", "as_is", "as_is", "short", "full"))
        self.real_dates = draw() < 0.4 and paper
        self.mixed_dates = draw() < 0.35 and paper
        self.date_form = self.rng.choice(DATE_FORMS)
        self.month_form = self.rng.choice(MONTH_FORMS)
        self.two_rows = draw() < 0.7 and paper and form.contract.dataset in wording.groups
        self.numbered = draw() < 0.5
        self.remarks = draw() < 0.2
        self.gap = draw() < 0.2
        one_day = len({row[0] for row in form.rows}) == 1 or form.contract.mode != "snapshot"
        self.totals = draw() < 0.6 and form.contract.dataset in wording.totalled and one_day
        self.day_above = draw() < 0.75
        self.one_line = draw() < 0.5

    def sheet(self, title: str) -> Sheet:
        """Return the form filled in."""
        above, columns = self._parted()
        heads, groups = self._headers(columns)
        width = len(heads)
        cells: list[list[Cell]] = [[title, *[None] * (width - 1)], self._preamble(above, width)]
        merges = [(1, 1, 1, width)] if self.form.kind != "csv" else []
        if self.one_line and merges:
            merges.append((2, 1, 2, width))
        if self.two_rows and groups:
            merges += self._group_rows(cells, heads, groups)
        else:
            cells.append([head for head, _ in heads])
        first = len(cells)
        cells += self._body(heads)
        if self.totals and len(self.form.rows) > 1:
            cells.append(self._total(heads))
        positions = {column.name: place for place, (_, column) in enumerate(heads) if column}
        return Sheet(self.wording.forms[self.form.contract.dataset].sheet, cells, merges, first, positions)

    def _parted(self) -> tuple[list[tuple[Column, Value]], list[Column]]:
        """Part the columns into those whose one value stands above the table and those of the table."""
        above: list[tuple[Column, Value]] = []
        columns: list[Column] = []
        for place, name in enumerate(self.form.columns):
            column = self.form.contract.by_name[name]
            values = {row[1][place] for row in self.form.rows} if column.preamble else set()
            own = column.type == "unit" and column.preamble and values <= {self.form.sender.code}
            if own or (len(values) == 1 and column.type in ("date", "year") and self.day_above):
                if column.type != "unit":
                    above.append((column, values.pop()))
            else:
                columns.append(column)
        return above, columns

    def _headers(self, columns: list[Column]) -> tuple[list[tuple[str, Column | None]], dict[str, str]]:
        """Return header and column in the sender's order, and the group heading each column stands under."""
        first, rest = columns[:1], columns[1:]
        for _ in range(0 if self.form.contract.dataset == "units" or len(rest) < 2 else 2):
            place = self.rng.randrange(len(rest) - 1)
            rest[place], rest[place + 1] = rest[place + 1], rest[place]
        groups: dict[str, str] = {}
        if self.two_rows:
            listed = self.wording.groups[self.form.contract.dataset]
            groups = {name: group for group, names in listed.items() for name in names}
            order = list(listed)
            rest.sort(key=lambda column: order.index(groups[column.name]) if column.name in groups else -1)
        heads: list[tuple[str, Column | None]] = [(self._header(column), column) for column in first + rest]
        if self.numbered:
            heads.insert(0, ("序号", None))
        if self.gap and not groups:
            heads.insert(self.rng.randint(2, len(heads)), ("", None))
        if self.remarks:
            heads.append(("备注", None))
        return heads, groups

    def _header(self, column: Column) -> str:
        allowed = [header for header in column.headers if header not in _HEADERS_NEVER]
        if column.type == "unit":
            if self.by_code and _HEADERS_FOR_CODES[0] in column.headers:
                return _HEADERS_FOR_CODES[0]
            villages = any(unit.unit_type == "village" for unit in self.place.base_units)
            allowed = [header for header in allowed if header not in _HEADERS_FOR_CODES]
            if villages or self.form.contract.dataset == "economy":
                allowed = [header for header in allowed if header in _HEADERS_FOR_ANY_UNIT]
        return self.rng.choice((column.header, *allowed))

    def _preamble(self, above: list[tuple[Column, Value]], width: int) -> list[Cell]:
        parts = [f"填报单位：{self.form.sender.name}"]
        for column, value in above:
            shown = f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else str(value)
            parts.append(f"{column.header}：{shown}")
        if not self.form.rows:
            parts.append("本期零报告")
        if self.one_line or width < 2 * len(parts):
            return ["    ".join(parts), *[None] * (width - 1)]
        row: list[Cell] = [None] * width
        for number, part in enumerate(parts):
            row[number * 2] = part
        return row

    def _group_rows(
        self, cells: list[list[Cell]], heads: list[tuple[str, Column | None]], groups: dict[str, str]
    ) -> list[tuple[int, int, int, int]]:
        """Append two header rows: groups merged across, all other headers merged down; return what is merged."""
        top = len(cells) + 1
        upper: list[Cell] = []
        lower: list[Cell] = []
        merges = []
        for group, run in groupby(heads, key=lambda head: groups.get(head[1].name) if head[1] else None):
            names: list[Cell] = [head for head, _ in run]
            left = len(upper) + 1
            if group is None:
                merges += [(top, place, top + 1, place) for place in range(left, left + len(names))]
                upper += names
                lower += [None] * len(names)
            else:
                merges.append((top, left, top, left + len(names) - 1))
                upper += [group, *[None] * (len(names) - 1)]
                lower += names
        cells += [upper, lower]
        return merges

    def _body(self, heads: list[tuple[str, Column | None]]) -> list[list[Cell]]:
        index = {name: place for place, name in enumerate(self.form.columns)}
        plan: list[tuple[int, Callable[[Value, int], Cell]] | None] = [
            (index[column.name], self._writer(column)) if column else None for _, column in heads
        ]
        numbered = self.numbered
        body: list[list[Cell]] = []
        for number, (_, values) in enumerate(self.form.rows, start=1):
            row: list[Cell] = [step[1](values[step[0]], number) if step else None for step in plan]
            if numbered:
                row[0] = number
            body.append(row)
        return body

    def _total(self, heads: list[tuple[str, Column | None]]) -> list[Cell]:
        index = {name: place for place, name in enumerate(self.form.columns)}
        row: list[Cell] = [None] * len(heads)
        for place, (_, column) in enumerate(heads):
            if column and column.type in _SUMMED:
                total = sum(
                    value
                    for _, values in self.form.rows
                    if isinstance(value := values[index[column.name]], int | float)
                )
                row[place] = round(total, 2)
        blank = row.index(None)
        row[blank] = "合计"
        return row

    def _writer(self, column: Column) -> Callable[[Value, int], Cell]:
        """Return how the sender writes a value of a column."""
        if column.type == "unit":
            names = {unit.code: self._unit(unit) for unit in self.place.units}
            return lambda value, _: names[str(value)]
        if column.type == "code":
            labels = {code: self.rng.choice(_neutral(known)) for code, known in column.codes.items()}
            return lambda value, _: labels[str(value)] if value else None
        if column.type == "month":
            form = self.month_form
            return lambda value, _: form(value) if isinstance(value, date) else None
        if column.type == "date":
            return self._date_writer()
        if column.type == "money" and self.form.kind == "csv":
            return lambda value, _: f"{value:.2f}"
        return lambda value, _: value

    def _date_writer(self) -> Callable[[Value, int], Cell]:
        usual = cache(self.date_form)
        other = cache(DATE_FORMS[(DATE_FORMS.index(self.date_form) + 1) % len(DATE_FORMS)])
        real, mixed = self.real_dates, self.mixed_dates

        def write(value: Value, number: int) -> Cell:
            if not isinstance(value, date):
                return None
            if mixed and number % 6 == 0:
                return other(value)
            return value if real else usual(value)

        return write

    def _unit(self, unit: Unit) -> str:
        return unit.code if self.by_code else unit_name(unit, self.spelling)


def _neutral(labels: Sequence[str]) -> list[str]:
    """Return the labels that fit a community as well as a village."""
    return [label for label in labels if not label.startswith(("村", "居委会"))] or [*labels]
