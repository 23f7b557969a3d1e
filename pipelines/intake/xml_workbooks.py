"""Workbooks written as one XML file (Excel 2003's "XML Spreadsheet"), which systems export and call xls, to grids.

Belongs here: sheets, rows, cells and merged cells of that form. Does not belong here: encodings (encodings.py), other
workbooks (spreadsheets.py).
"""

from __future__ import annotations

from datetime import datetime
from typing import IO
from xml.parsers import expat

from pipelines.intake.cells import Cell
from pipelines.intake.encodings import as_utf8
from pipelines.intake.grid import Grid, Merge
from pipelines.intake.limits import MAX_COLUMNS, too_many_columns
from pipelines.intake.spreadsheets import ragged_grid
from pipelines.intake.zip_parts import damaged

SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_OF_CELLS, _OF_SHEETS = SPREADSHEET.decode() + " ", "urn:schemas-microsoft-com:office:excel "
_PIECE = 1024 * 1024
# Of a sheet, as Excel has it.
_LAST_ROW = 1_048_576


def read_xml_workbook(stream: IO[bytes]) -> list[Grid]:
    """Return every sheet that has cells, hidden ones too; refuse what is no whole XML."""
    book = _Book()
    text = as_utf8(stream)
    try:
        while piece := text.read(_PIECE):
            book.parser.Parse(piece)
        book.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged(str(error)) from None
    return book.grids


class _Book:
    """Hears of elements and text. Its text is UTF-8 by now, whatever its first line says."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._hear
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.grids: list[Grid] = []
        self._sheet = ""
        self._is_hidden = False
        self._rows: list[list[Cell]] = []
        self._merges: list[Merge] = []
        self._column = 0
        self._kind = ""
        self._in_comment = False
        self._text: list[str] | None = None

    def _begin(self, element: str, attributes: dict[str, str]) -> None:
        said = {name.removeprefix(_OF_CELLS): value for name, value in attributes.items()}
        match element.removeprefix(_OF_CELLS):
            case "Worksheet":
                self._sheet, self._is_hidden = said.get("Name", ""), False
                self._rows, self._merges = [], []
            case "Row":
                self._begin_row(_number(said.get("Index"), len(self._rows) + 1))
            case "Cell" if self._rows:
                self._begin_cell(said)
            case "Comment":
                self._in_comment = True
            case "Data" if self._rows and not self._in_comment:
                self._kind, self._text = said.get("Type", ""), []
        if element == f"{_OF_SHEETS}Visible":
            self._kind, self._text = "Visible", []

    def _end(self, element: str) -> None:
        match element.removeprefix(_OF_CELLS):
            case "Worksheet":
                self._end_sheet()
            case "Comment":
                self._in_comment = False
            case "Data" if self._text is not None and not self._in_comment:
                self._rows[-1][self._column] = _cell(self._kind, "".join(self._text))
                self._text = None
        if element == f"{_OF_SHEETS}Visible" and self._text is not None:
            self._is_hidden, self._text = "".join(self._text).strip() != "SheetVisible", None

    def _hear(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _refuse(self, *_: object) -> None:
        raise damaged("DOCTYPE")

    def _begin_row(self, number: int) -> None:
        if number > _LAST_ROW:
            raise damaged(f"ss:Index={number}")
        self._rows.extend([] for _ in range(max(number - len(self._rows), 1)))

    def _begin_cell(self, said: dict[str, str]) -> None:
        row = self._rows[-1]
        left = max(_number(said.get("Index"), len(row) + 1) - 1, len(row))
        across, down = _number(said.get("MergeAcross"), 0), _number(said.get("MergeDown"), 0)
        if left + across + 1 > MAX_COLUMNS:
            raise too_many_columns(self._sheet, left + across + 1)
        row.extend([""] * (left + across + 1 - len(row)))
        self._column = left
        if across or down:
            top = len(self._rows) - 1
            self._merges.append(Merge(top, left, top + down, left + across))

    def _end_sheet(self) -> None:
        grid = ragged_grid(self._sheet, self._rows, self._merges, hidden=self._is_hidden)
        if grid is not None:
            self.grids.append(grid)


def _cell(kind: str, text: str) -> Cell:
    """Return what stands in a cell; what is not what it is said to be stays as it is written."""
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return datetime.fromisoformat(text)
    except ValueError:
        return text
    return text == "1" if kind == "Boolean" else text


def _number(said: str | None, unsaid: int) -> int:
    """Return a count or place that an attribute tells."""
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 10 else unsaid
