"""What an OpenDocument sheet says beside its cells' values: merged cells, formulas that were saved without a result.

Belongs here: walking content.xml for these two. Does not belong here: the cells (spreadsheets.py), other archives
(zip_parts.py).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from pipelines.intake.grid import Merge
from pipelines.intake.limits import MAX_MERGES, MIB

CellPlace = tuple[int, int]
_PIECE = MIB
_SIGNS = (b"table:formula", b"-spanned")
_OVERLAP = max(map(len, _SIGNS))
_CELLS = ("table:table-cell", "table:covered-table-cell")
_MOST_REPEATED = 10_000


def look_into_ods(
    archive: zipfile.ZipFile, name: str = "content.xml"
) -> tuple[dict[str, tuple[Merge, ...]], dict[str, tuple[CellPlace, ...]]]:
    """Return the merged ranges and the formulas without a result, by sheet; most sheets have neither."""
    if not _has_signs(archive, name):
        return {}, {}
    walk = _Walk()
    parser = expat.ParserCreate()
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    try:
        for piece in _pieces(archive, name):
            parser.Parse(piece)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ValueError(f"content.xml: {error}") from None
    return (
        {sheet: tuple(merges) for sheet, merges in walk.merges.items()},
        {sheet: tuple(cells) for sheet, cells in walk.unsaved.items()},
    )


class _Walk:
    """Counts rows and columns as the elements pass by."""

    def __init__(self) -> None:
        self.merges: dict[str, list[Merge]] = {}
        self.unsaved: dict[str, list[CellPlace]] = {}
        self._sheet = ""
        self._row = self._column = 0
        self._rows_repeated = 1

    def start(self, name: str, attributes: dict[str, Any]) -> None:
        """Note where an element begins."""
        if name in _CELLS:
            self._cell(attributes)
        elif name == "table:table-row":
            self._rows_repeated = _number(attributes, "table:number-rows-repeated")
            self._column = 0
        elif name == "table:table":
            self._sheet = attributes.get("table:name", "")
            self._row = 0

    def end(self, name: str) -> None:
        """Note where a row ends."""
        if name == "table:table-row":
            self._row += self._rows_repeated

    def _cell(self, attributes: dict[str, Any]) -> None:
        repeated = _number(attributes, "table:number-columns-repeated")
        down = _number(attributes, "table:number-rows-spanned")
        right = _number(attributes, "table:number-columns-spanned")
        if down > 1 or right > 1:
            merges = self.merges.setdefault(self._sheet, [])
            merges.append(Merge(self._row, self._column, self._row + down - 1, self._column + right - 1))
            if len(merges) > MAX_MERGES:
                raise ValueError("merged cells")
        if "table:formula" in attributes and "office:value-type" not in attributes:
            self.unsaved.setdefault(self._sheet, []).extend(
                (row, column)
                for row in range(self._row, self._row + min(self._rows_repeated, _MOST_REPEATED))
                for column in range(self._column, self._column + min(repeated, _MOST_REPEATED))
            )
        self._column += repeated


def _number(attributes: dict[str, Any], name: str) -> int:
    text = attributes.get(name, "1")
    return int(text) if text.isdecimal() and len(text) < 8 else 1


def _has_signs(archive: zipfile.ZipFile, name: str) -> bool:
    rest = b""
    for piece in _pieces(archive, name):
        text = rest + piece
        if any(sign in text for sign in _SIGNS):
            return True
        rest = text[-_OVERLAP:]
    return False


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as stream:
        while piece := stream.read(_PIECE):
            yield piece
