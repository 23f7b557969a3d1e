"""The mistakes that a few files hold on purpose: bad cells, wrong totals, rows hard to believe; see defects.yml.

Belongs here: the model of that list and putting its mistakes into laid-out sheets.
Does not belong here: late and missing files (the scenarios hold them).
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipelines.catalog.strict_yaml import load
from pipelines.demo.place import DEMO_DIR
from pipelines.demo.sheets import Cell, Sheet
from pipelines.errors import LinliError


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BadRow(_Strict):
    """A row that must be rejected, by a cell that is written over or by being a copy of an earlier row."""

    sender: str
    file: str
    sheet: str | None = None
    row: int
    column: str
    value: str | int | None = None
    copy_of: int | None = None
    reason_code: str


class WrongFigure(_Strict):
    """A printed total that does not equal the sum of its column."""

    sender: str
    file: str
    sheet: str | None = None
    row: int
    column: str
    printed: int
    right: int


class Suspicious(_Strict):
    """A cell that is written over so that its row is accepted and hard to believe."""

    sender: str
    file: str
    sheet: str | None = None
    row: int
    column: str
    value: str | int | float
    check: str


class WrongReport(_Strict):
    """A figure that the demo reports otherwise than a document prints it."""

    fact: str
    measure: str
    printed: int
    reported: int


class Mistakes(_Strict):
    """The contents of seeds/demo/defects.yml; wrong reports come from the scenarios and are only listed here."""

    bad_rows: tuple[BadRow, ...]
    wrong_figures: tuple[WrongFigure, ...]
    wrong_reports: tuple[WrongReport, ...]
    suspicious: tuple[Suspicious, ...]

    def put_into(self, sender: str, file: str, sheets: list[Sheet]) -> int:
        """Put the mistakes of one file into its sheets; return how many."""
        count = 0
        for bad in self.bad_rows:
            if (bad.sender, bad.file) == (sender, file):
                sheet = _sheet(sheets, bad.sheet)
                if bad.copy_of is not None:
                    sheet.cells[bad.row - 1] = [*sheet.cells[bad.copy_of - 1]]
                else:
                    _write(sheet, bad, bad.value)
                count += 1
        for wrong in self.wrong_figures:
            if (wrong.sender, wrong.file) == (sender, file):
                _write(_sheet(sheets, wrong.sheet), wrong, wrong.printed)
                count += 1
        for odd in self.suspicious:
            if (odd.sender, odd.file) == (sender, file):
                _write(_sheet(sheets, odd.sheet), odd, odd.value)
                count += 1
        return count


def _sheet(sheets: list[Sheet], name: str | None) -> Sheet:
    return next(sheet for sheet in sheets if name is None or sheet.name == name)


def _write(sheet: Sheet, mistake: BadRow | WrongFigure | Suspicious, value: Cell) -> None:
    if mistake.column not in sheet.columns or not sheet.heading_rows < mistake.row <= len(sheet.cells):
        raise LinliError(
            f"演示缺陷清单 defects.yml 与文件不符：{mistake.file} 第 {mistake.row} 行 {mistake.column}",
            f"defects.yml does not fit the file: {mistake.file}, row {mistake.row}, {mistake.column}",
            "bad_demo",
        )
    sheet.cells[mistake.row - 1][sheet.columns[mistake.column]] = value


def load_mistakes(path: Path = DEMO_DIR / "defects.yml") -> Mistakes:
    """Return the mistakes on purpose."""
    return load(path).validate(Mistakes)
