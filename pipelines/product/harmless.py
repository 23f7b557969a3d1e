"""Text from strangers on its way back into a spreadsheet: never a formula that runs.

Belongs here: how such text is written by everything that writes csv or workbooks. Does not belong here: the writers.
"""

from __future__ import annotations

import re

# Spreadsheets take a cell for a formula by its first character, full-width ones and those behind white space too.
_LIVE = re.compile(r"^[\s\u200b\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]")
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?%?")


def harmless(text: str) -> str:
    """Return text that a spreadsheet shows and does not run: an apostrophe before = + - @, unless it is a number."""
    if not _LIVE.match(text) or (text.strip("+-") and _NUMBER.fullmatch(text)):
        return text
    return "'" + text
