"""A file in a sender's hands: judged as its delivery would be, mended where it can be, delivered once.

Belongs here: those steps on a file in memory, and which cells may be mended outside the sender's own workbook.
Does not belong here: judging (check.py), workbooks (mending.py), writing into landing (hand_in.py), widgets.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import BoundedSemaphore
from typing import Literal

from pipelines.catalog.contracts import Column, load_contracts
from pipelines.errors import LinliError
from pipelines.intake import refusals
from pipelines.intake.grid import Grid
from pipelines.intake.known_files import KnownFiles
from pipelines.intake.landing import pending, printable, sender_code
from pipelines.intake.ledger import Ledger
from pipelines.intake.limited import LimitedReader
from pipelines.product.check import FileCheck, Finding, check_file
from pipelines.product.hand_in import hand_in, safe_name
from pipelines.product.mending import MOST_ROWS, grid_of, mended, text_in, without, write_marked
from pipelines.settings import Home

log = logging.getLogger(__name__)

# What is larger is split, or goes into landing by the operator's hand; linli check judges it there.
MOST_MIB = 64
# As many files are judged at once; each may take a processor and some memory.
_AT_ONCE = BoundedSemaphore(2)

Obstacle = Literal["personal", "not_in_table", "too_long"]
Place = tuple[str, str]
Row = tuple[str, int]


@dataclass(frozen=True)
class Upload:
    """One file in memory, and the code of the unit that sends it."""

    unit_code: str
    file_name: str
    content: bytes

    @cached_property
    def name(self) -> str:
        """The name under which it would wait in landing; a csv's sheet is called so."""
        return safe_name(self.file_name)

    @cached_property
    def sha256(self) -> str:
        """Hash of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class BadCell:
    """One cell to mend, what stands in it, and why it cannot be mended here where it cannot.

    A value of a personal column stays masked. `choices` are the words a coded column takes; `names_unit` says that a
    unit is to be named; `row_can_go` that the row may be left out, as nothing but this table stands in it.
    """

    finding: Finding
    text: str
    obstacle: Obstacle | None
    choices: tuple[str, ...] = ()
    names_unit: bool = False
    row_can_go: bool = False

    @property
    def place(self) -> Place:
        """Sheet and cell."""
        return self.finding.sheet, self.finding.cell

    @property
    def row(self) -> Row:
        """Sheet and row."""
        return self.finding.sheet, self.finding.row_number


@dataclass(frozen=True)
class Judged:
    """A file and what its delivery would come to."""

    upload: Upload
    check: FileCheck
    cells: tuple[BadCell, ...]

    @property
    def rows_accepted(self) -> int:
        """Rows that would be taken in."""
        return self.check.rows_read - self.check.rows_rejected

    @property
    def can_be_written(self) -> bool:
        """Whether the file is short enough to be written again, as a workbook."""
        return all(cell.obstacle != "too_long" for cell in self.cells)


def judge(place: Home, upload: Upload) -> Judged:
    """Judge a file as its delivery would be; whatever is wrong with it is told, nothing is raised."""
    if len(upload.content) > MOST_MIB * 1024 * 1024:
        return Judged(upload, FileCheck(Path(upload.name), (), 0, (), refusal=_too_large()), ())
    try:
        with _AT_ONCE, _as_file(upload) as path:
            check = check_file(path, place, upload.unit_code)
            cells = _bad_cells(check.findings, _grids(path)) if check.findings else ()
            return Judged(upload, check, cells)
    except LinliError as error:
        refusal = error
    except Exception as error:
        log.exception("judging failed")
        refusal = _failed(error)
    return Judged(upload, FileCheck(Path(upload.name), (), 0, (), refusal=refusal), ())


def mend(upload: Upload, texts: Mapping[Place, str], left_out: Collection[Row] = ()) -> Upload:
    """Return the file with other texts in some cells and without some rows, as a workbook whatever it came as."""
    by_sheet: dict[str, dict[str, str]] = defaultdict(dict)
    with _AT_ONCE, _as_file(upload) as path:
        grids = _grids(path)
        for (sheet, cell), text in texts.items():
            if (grid := grid_of(grids, sheet)) is not None:
                by_sheet[grid.sheet][cell] = text
        gone = {grid.sheet: {row for sheet, row in left_out if sheet == grid.sheet} for grid in grids}
        whole = [without(mended(grid, by_sheet[grid.sheet]), gone[grid.sheet]) for grid in grids]
        content = _workbook(whole, (), path.parent)
    return Upload(upload.unit_code, f"{Path(upload.name).stem}.xlsx", content)


def marked(judged: Judged) -> bytes:
    """Return the file as a workbook with the cells to mend coloured and commented."""
    with _AT_ONCE, _as_file(judged.upload) as path:
        return _workbook(_grids(path), judged.check.findings, path.parent)


def deliver(place: Home, upload: Upload) -> Path:
    """Put a file into landing; refuse one that this sender has delivered already, be it waiting or taken in."""
    if KnownFiles(Ledger(place.ledger).events()).is_duplicate(upload.unit_code, upload.sha256):
        raise refusals.duplicate()
    for path in pending(place):
        if sender_code(path, place.landing) == upload.unit_code and _holds(path, upload):
            raise LinliError(
                f"内容完全相同的文件已经交上（{printable(path.name)}），正等待接收，不必再报。",
                f"Exactly this file has been handed in ({printable(path.name)}) and waits to be taken in.",
                "duplicate",
            )
    return hand_in(place, upload.unit_code, upload.name, upload.content)


@contextmanager
def _as_file(upload: Upload) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / upload.name
        path.write_bytes(upload.content)
        yield path


def _grids(path: Path) -> list[Grid]:
    with LimitedReader(path.parent) as reader, path.open("rb", buffering=0) as stream:
        return reader.read(stream, path.name)


def _workbook(grids: Sequence[Grid], findings: Sequence[Finding], folder: Path) -> bytes:
    target = folder / "workbook.xlsx"
    write_marked(grids, findings, target)
    return target.read_bytes()


def _bad_cells(findings: Sequence[Finding], grids: Sequence[Grid]) -> tuple[BadCell, ...]:
    contracts = load_contracts()
    is_long = any(grid.height > MOST_ROWS for grid in grids)
    return tuple(_bad_cell(one, contracts[one.dataset].by_name[one.column_name], grids, is_long) for one in findings)


def _bad_cell(finding: Finding, column: Column, grids: Sequence[Grid], is_long: bool) -> BadCell:
    choices = tuple(labels[0] for labels in column.codes.values())
    can_go = not is_long and any(grid.sheet == finding.sheet for grid in grids)
    grid = None if column.personal else grid_of(grids, finding.sheet)
    if grid is None or is_long or not finding.cell[0].isalpha():
        obstacle: Obstacle = "too_long" if is_long else "personal" if column.personal else "not_in_table"
        return BadCell(finding, finding.value_masked or "", obstacle, choices, row_can_go=can_go)
    return BadCell(finding, text_in(grid, finding.cell) or "", None, choices, column.type == "unit", can_go)


def _holds(path: Path, upload: Upload) -> bool:
    try:
        return path.stat().st_size == len(upload.content) and path.read_bytes() == upload.content
    except OSError:
        return False


def _too_large() -> LinliError:
    return LinliError(
        f"文件超过 {MOST_MIB} MB，不能在这里核对。请按月份或单位拆成几个文件，或请系统管理员直接放入收件目录。",
        f"The file has more than {MOST_MIB} MB and cannot be judged here. Split it by month or unit, or let the "
        "operator put it into the landing folder.",
        "too_big",
    )


def _failed(error: Exception) -> LinliError:
    kind = type(error).__name__
    return LinliError(
        f"核对这个文件时程序出错（{kind}），没有报送。请用 Excel 或 WPS 打开，另存为 xlsx 再试；仍不行，"
        "请告诉系统管理员。",
        f"The program failed on this file ({kind}); nothing was handed in. Open it in Excel or WPS, save it as xlsx "
        "and try again; if that does not help, tell the operator.",
        "internal_error",
    )
