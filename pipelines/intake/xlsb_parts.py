"""What a binary workbook (xlsb) says beside its cells: merged cells, and the calendar of its day numbers.

Belongs here: its records as far as these two need. Does not belong here: the cells (spreadsheets.py), other archives
(zip_parts.py).
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator

from pipelines.intake.grid import Merge
from pipelines.intake.limits import MAX_MERGES

WORKBOOK = "xl/workbook.bin"
_PROPERTIES, _SHEET, _MERGE, _END_OF_MERGES = 153, 156, 176, 178
_MERGES_BEGIN = b"\xb1\x01\x04"
_1904 = 1


def look_into_xlsb(archive: zipfile.ZipFile, targets: dict[str, str]) -> tuple[bool, dict[str, tuple[Merge, ...]]]:
    """Return whether days count from 1904, and the merged ranges by sheet; `targets` are the workbook's relations."""
    from_1904 = False
    merges = {}
    for kind, body in _records(archive.read(WORKBOOK)):
        if kind == _PROPERTIES and len(body) >= 4:
            from_1904 = bool(struct.unpack_from("<I", body)[0] & _1904)
        elif kind == _SHEET:
            relation, place = _text(body, 8)
            title, _ = _text(body, place)
            if part := targets.get(relation):
                merges[title] = tuple(_merges(archive.read(part)))
    return from_1904, merges


def _merges(sheet: bytes) -> Iterator[Merge]:
    """Return the merged ranges, which stand in a row of records of their own behind the cells."""
    begin = sheet.rfind(_MERGES_BEGIN)
    if begin < 0:
        return
    for number, (kind, body) in enumerate(_records(sheet[begin:])):
        if kind == _END_OF_MERGES:
            return
        if kind == _MERGE and len(body) == 16:
            top, bottom, left, right = struct.unpack("<4I", body)
            yield Merge(top, left, bottom, right)
        if number > MAX_MERGES:
            raise ValueError("merged cells")


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Return the records one after the other: kind and length are written seven bits a byte."""
    place = 0
    while place < len(content):
        kind = content[place]
        place += 1
        if kind & 0x80:
            kind = kind & 0x7F | content[place] << 7
            place += 1
        length = shift = 0
        while True:
            byte = content[place]
            place += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:
                break
        yield kind, content[place : place + length]
        place += length


def _text(body: bytes, place: int) -> tuple[str, int]:
    """Return the text at a place, and the place behind it."""
    (length,) = struct.unpack_from("<I", body, place)
    end = place + 4 + 2 * length
    return body[place + 4 : end].decode("utf-16-le", "replace"), end
