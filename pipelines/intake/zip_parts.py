"""What a zipped workbook (xlsx, xlsb, ods) says of itself before and beside its cells.

Belongs here: bursting archives, XML entities; of xlsx the 1904 calendar and formulas saved without a result.
Does not belong here: the cells (spreadsheets.py), the same of the other two (ods_parts.py, xlsb_parts.py).
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from pipelines.errors import LinliError
from pipelines.intake.grid import Merge
from pipelines.intake.limits import MAX_PARTS, MAX_RATIO, MIB, RATIO_MATTERS_FROM, Limits, bursts
from pipelines.intake.ods_parts import CellPlace, look_into_ods
from pipelines.intake.xlsb_parts import WORKBOOK, look_into_xlsb

_PIECE = MIB
_LONGEST_CELL = 64 * 1024
_HEAD = 4096
_CELL = re.compile(
    rb"<(?:\w+:)?c (?P<attributes>[^>]*)>\s*<(?:\w+:)?f(?:\s[^>]*?)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?P<value><(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_TEXT_RESULT = re.compile(rb'\bt="(?:str|s|inlineStr)"')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_KNOWN_PARTS = ("xl/workbook.xml", WORKBOOK, "content.xml")
_1904 = re.compile(rb'<(?:\w+:)?workbookPr[^>]*\bdate1904="(?:1|true)"')
_SHEET_ENTRY = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<Relationship\s[^>]*>")


@dataclass(frozen=True)
class ZipFacts:
    """What stands in an archive beside the cells; sheets in the workbook's order, cells as row and column from 0."""

    dates_from_1904: bool = False
    unsaved_formulas: dict[str, tuple[CellPlace, ...]] = field(default_factory=dict)
    merges: dict[str, tuple[Merge, ...]] = field(default_factory=dict)


def refuse_dangerous(content: bytes, limits: Limits) -> None:
    """Refuse an archive that would burst or is no workbook, before anything unpacks it."""
    with _opened(content) as archive:
        _refuse_bursting(archive, len(content), limits)
        if not set(archive.namelist()) & set(_KNOWN_PARTS):
            raise _no_workbook()
        _refuse_entities(archive)


def look_into(content: bytes) -> ZipFacts:
    """Return what calamine does not tell of a workbook."""
    with _opened(content) as archive:
        return _facts(archive, set(archive.namelist()))


@contextmanager
def _opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError, ValueError, LookupError, OSError, RuntimeError, struct.error) as error:
        raise damaged(str(error) or type(error).__name__) from None
    except Exception as error:
        if type(error).__name__ != "error":  # zlib's own error class is called just that
            raise
        raise damaged(str(error)) from None


def _facts(archive: zipfile.ZipFile, names: Container[str]) -> ZipFacts:
    if "xl/workbook.xml" in names:
        workbook = archive.read("xl/workbook.xml")
        return ZipFacts(bool(_1904.search(workbook)), _unsaved(archive, workbook))
    if WORKBOOK in names:
        from_1904, merges = look_into_xlsb(archive, _targets(archive, f"{WORKBOOK.replace('xl/', 'xl/_rels/')}.rels"))
        return ZipFacts(from_1904, merges=merges)
    merges, unsaved = look_into_ods(archive)
    return ZipFacts(unsaved_formulas=unsaved, merges=merges)


def damaged(detail: str) -> LinliError:
    """Return the refusal of a workbook that cannot be opened."""
    return LinliError(
        "工作簿不完整或已损坏，无法读取。请用 Excel 或 WPS 打开核对，另存为 xlsx 后重新报送。",
        f"The workbook is truncated or damaged ({detail}). Open it in Excel or WPS, save it as xlsx and send it again.",
        "unreadable",
    )


def _refuse_bursting(archive: zipfile.ZipFile, packed: int, limits: Limits) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked_bytes:
        raise bursts(unpacked, limits.unpacked_bytes)
    large = [part for part in parts if part.file_size > RATIO_MATTERS_FROM]
    if any(part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in large):
        raise bursts(unpacked, RATIO_MATTERS_FROM)
    # Parts that share their bytes claim together more than the archive has.
    if len(parts) > MAX_PARTS or sum(part.compress_size for part in parts) > packed:
        raise damaged("zip")


def _refuse_entities(archive: zipfile.ZipFile) -> None:
    """Refuse XML that declares entities: no spreadsheet program writes any, and they can multiply without end."""
    for part in archive.infolist():
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                head = stream.read(_HEAD)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise damaged("XML DOCTYPE")


def _unsaved(archive: zipfile.ZipFile, workbook: bytes) -> dict[str, tuple[CellPlace, ...]]:
    """Return the formulas without a result, by the title of their sheet."""
    titles = _titles(archive, workbook)
    found = {}
    for part in archive.infolist():
        if _SHEET.fullmatch(part.filename) and (title := titles.get(part.filename)) is not None:
            cells = _unsaved_in(archive, part)
            if cells:
                found[title] = tuple(cells)
    return found


def _unsaved_in(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> list[CellPlace]:
    found = []
    rest = b""
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            text = rest + piece
            # Most sheets have no formula at all, and looking for one costs next to nothing.
            if b"<f" in text or b":f" in text:
                found += [place for cell in _CELL.finditer(text) if (place := _place(cell)) is not None]
            last = max(text.rfind(b"<c "), text.rfind(b":c "))
            rest = text[max(last - 16, 0) :][-_LONGEST_CELL:] if last >= 0 else b""
    return list(dict.fromkeys(found))


def _place(cell: re.Match[bytes]) -> CellPlace | None:
    attributes = cell["attributes"]
    reference = _REFERENCE.search(attributes)
    # An empty text is a result; nothing at all is none.
    if reference is None or (cell["value"] and _TEXT_RESULT.search(attributes)):
        return None
    column = 0
    for letter in reference[1]:
        column = 26 * column + letter - ord("A") + 1
    return int(reference[2]) - 1, column - 1


def _titles(archive: zipfile.ZipFile, workbook: bytes) -> dict[str, str]:
    """Return the sheets' titles by the name of the part they are in."""
    targets = _targets(archive, "xl/_rels/workbook.xml.rels")
    entries = _SHEET_ENTRY.findall(workbook)
    return {
        target: _attribute(entry, b"name")
        for entry in entries
        if (target := targets.get(_attribute(entry, rb"\w+:id"))) is not None
    }


def _targets(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Return the parts that a workbook refers to, by the name it has for each."""
    try:
        relations = archive.read(part)
    except KeyError:
        return {}
    targets = {_attribute(entry, b"Id"): _attribute(entry, b"Target") for entry in _RELATION.findall(relations)}
    return {
        identity: target[1:] if target.startswith("/") else f"xl/{target}"
        for identity, target in targets.items()
        if target
    }


def _attribute(entry: bytes, name: bytes) -> str:
    found = re.search(rb"\s" + name + rb"=(?:\"([^\"]*)\"|'([^']*)')", entry)
    text = (found[1] or found[2] or b"").decode("utf-8", "replace") if found else ""
    return _unescaped(text)


def _unescaped(text: str) -> str:
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text


def _no_workbook() -> LinliError:
    return LinliError(
        "这是压缩包或其他文档，不是工作簿。请解压后逐个报送其中的表格，或另存为 xlsx。",
        "This is a zip archive or another document, not a workbook. Unpack it and send the tables in it, as xlsx.",
        "unreadable",
    )
