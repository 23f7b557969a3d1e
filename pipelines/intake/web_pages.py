"""Web pages to a grid: what many systems export and call xls. Laid out as Excel shows such a page, one below another.

Belongs here: rows, cells and merged cells of HTML. Does not belong here: encodings (encodings.py), what a table means.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import IO

from pipelines.intake.cells import Cell
from pipelines.intake.encodings import as_utf8
from pipelines.intake.grid import Grid, Merge
from pipelines.intake.limits import MAX_COLUMNS, too_many_columns
from pipelines.intake.spreadsheets import ragged_grid

_PIECE = 1024 * 1024
_UNSEEN = frozenset({"script", "style", "title"})
_CELLS = frozenset({"td", "th"})
_LINES = frozenset({"br", "p", "div", "li", "caption", "h1", "h2", "h3", "h4", "h5", "h6"})
# The widest space of a browser is kept: names are spaced with it.
_SPACE = re.compile(r"[ \t\r\n\f]+")
_TALLEST = 65_534


def read_web_page(stream: IO[bytes], file_name: str) -> list[Grid]:
    """Return the page as one sheet, its lines of text above and below the tables too; nothing where it has no table."""
    page = _Page(file_name.rsplit(".", 1)[0])
    text = as_utf8(stream)
    # As everywhere a piece may end within a character: only whole ones are handed on.
    rest = b""
    while piece := text.read(_PIECE):
        whole = (rest + piece).decode("utf-8", "ignore")
        rest = (rest + piece)[len(whole.encode("utf-8")) :]
        page.feed(whole)
    page.close()
    return page.grids()


class _Page(HTMLParser):
    """Hears of tags and text; end tags may be missing, as they may in HTML."""

    def __init__(self, sheet: str) -> None:
        super().__init__()
        self._sheet = sheet
        self._rows: list[list[Cell]] = []
        self._merges: list[Merge] = []
        self._cells = 0
        # The last row down to which a column is taken by a cell from above.
        self._taken: dict[int, int] = {}
        self._row: int | None = None
        self._cell: tuple[int, int] | None = None
        self._text: list[str] = []
        self._is_unseen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A table, row or cell begins, which ends the cell before; or a line."""
        if tag in _UNSEEN:
            self._is_unseen = True
        elif tag == "table":
            self._table()
        elif tag == "tr":
            self._begin_row()
        elif tag in _CELLS:
            self._begin_cell(dict(attrs))
        elif tag in _LINES:
            self._line()

    def handle_endtag(self, tag: str) -> None:
        """The same from behind."""
        if tag in _UNSEEN:
            self._is_unseen = False
        elif tag == "table":
            self._table()
        elif tag in _CELLS or tag == "tr":
            self._end_cell()
        elif tag in _LINES:
            self._line()

    def handle_data(self, data: str) -> None:
        """Text of a cell, or beside the tables."""
        if not self._is_unseen:
            self._text.append(_SPACE.sub(" ", data))

    def grids(self) -> list[Grid]:
        """Return the sheet; none where there was no cell or none with text."""
        self._end_cell()
        grid = ragged_grid(self._sheet, self._rows, self._merges) if self._cells else None
        return [] if grid is None else [grid]

    def _table(self) -> None:
        """A table begins or ends: its rows have nothing to do with those before."""
        self._end_cell()
        self._taken.clear()
        self._row = None

    def _begin_row(self) -> None:
        self._end_cell()
        self._row = len(self._rows)
        self._rows.append([])

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        self._end_cell()
        if self._row is None:
            self._begin_row()
        assert self._row is not None
        row = self._rows[self._row]
        while self._taken.get(len(row), -1) >= self._row:
            row.append("")
        left, across, down = len(row), _span(attributes.get("colspan")), _span(attributes.get("rowspan"))
        if left + across > MAX_COLUMNS:
            raise too_many_columns(self._sheet, left + across)
        row.extend([""] * across)
        if across > 1 or down > 1:
            bottom = self._row + down - 1
            self._merges.append(Merge(self._row, left, bottom, left + across - 1))
            self._taken.update(dict.fromkeys(range(left, left + across), bottom))
        self._cells += 1
        self._cell = self._row, left

    def _line(self) -> None:
        """A line ends: within a cell it stays in the cell, beside the tables it is a row of its own."""
        if self._cell is None:
            self._end_cell()
        else:
            self._text.append("\n")

    def _end_cell(self) -> None:
        text = "\n".join(filter(None, (line.strip() for line in "".join(self._text).split("\n"))))
        self._text.clear()
        if self._cell is not None:
            row, column = self._cell
            self._rows[row][column] = text
            self._cell = None
        elif text:
            self._rows.append([text])


def _span(said: str | None) -> int:
    """Return over how many rows or columns a cell goes; one where it says nothing, or nonsense."""
    found = re.match(r"\s*([0-9]{1,9})", said or "")
    return min(max(int(found[1]), 1), _TALLEST) if found else 1
