"""Drop-down lists of a workbook: short ones stand in the cells' own rules, long ones on a hidden sheet.

Belongs here: where a list stands. Does not belong here: which cells offer it (template_sheet.py).
"""

from __future__ import annotations

from openpyxl import Workbook

SHEET = "选项"
# What a spreadsheet takes inside a rule.
_INLINE = 250


class Choices:
    """The lists of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._long: dict[tuple[str, ...], str] = {}
        self._cells: list[str] = []

    def formula(self, labels: tuple[str, ...]) -> str:
        """Return what a list rule refers to."""
        inline = ",".join(labels)
        if len(inline) <= _INLINE and not any("," in label for label in labels):
            return f'"{inline}"'
        if labels not in self._long:
            first = len(self._cells) + 1
            self._cells += labels
            self._long[labels] = f"'{SHEET}'!$A${first}:$A${len(self._cells)}"
        return self._long[labels]

    def finish(self) -> None:
        """Write the hidden sheet, one list below the other, so that no row of it looks like a header."""
        if not self._cells:
            return
        sheet = self._book.create_sheet(SHEET)
        for label in self._cells:
            sheet.append([label])
        sheet.sheet_state = "hidden"
