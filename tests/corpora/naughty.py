"""The big list of naughty strings, each as a household number in a visit log of every shape.

Belongs here: those files and whether they are read right. Does not belong here: published files (judge.py).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from unicodedata import category

from judge import CORPORA
from openpyxl.utils.exceptions import IllegalCharacterError

from pipelines.errors import LinliError

sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))
from crooked_files import write
from intake_samples import read

HEADER = ["走访日期", "户编号", "走访人工号"]
SHAPES = ("utf-8", "gb18030", "utf-16", "tsv", "xlsx", "xls", "xlsb", "ods", "parquet")
STRINGS: list[str] = json.loads((CORPORA / "naughty-strings" / "blns.json").read_text(encoding="utf-8"))
_FOLDER = Path(mkdtemp())


def files() -> Iterator[tuple[str, int]]:
    """Return every shape and string that the shape's own writer can write."""
    every = ((shape, number) for shape in SHAPES for number in range(len(STRINGS)))
    return ((shape, number) for shape, number in every if _content(shape, number) is not None)


@cache
def verdict(shape: str, number: int) -> str:
    """Return 'read right', 'refused rightly', or what is wrong."""
    text = STRINGS[number]
    content = _content(shape, number)
    assert content is not None
    try:
        rows = read(content, _FOLDER)["visits"]
    except LinliError as refusal:
        # A control character makes it no text or no XML; openpyxl writes what begins with = as a formula.
        control = any(category(character) == "Cc" for character in text)
        due = {"bad_encoding": "\0" in text, "unreadable": control, "unsaved_formula": text.startswith("=")}
        return "refused rightly" if due.get(refusal.code) else f"refused ({refusal.code}): {refusal.en}"
    found = [(row["visited_on"], row["household_no"], row["staff_no"]) for row in rows]
    # A byte order mark before the text of an xls is no part of it.
    due_text = (text.strip().removeprefix("\ufeff") if shape in ("xls", "xlsb") else text.strip()) or None
    return "read right" if found == [("2017-03-14", due_text, "S1")] else f"different: {found}"


@cache
def _content(shape: str, number: int) -> bytes | None:
    try:
        return write(shape, [HEADER, ["2017-03-14", STRINGS[number], "S1"]])
    except (ValueError, IllegalCharacterError):  # no text of this encoding, or no cell of a workbook
        return None
