"""What a sender should know about a file that was taken in: what was not read, and what was read by a rule.

Belongs here: the wording of notes. Does not belong here: refusals, which stand where they are decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.intake.grid import Grid
from pipelines.intake.near_misses import propose
from pipelines.intake.places import cell_name, listed
from pipelines.intake.recognise import Table
from pipelines.intake.unsaved import harmless_unsaved

# The sheet of a workbook made by `linli template` that tells how to fill in the others.
GUIDE = "填报说明"


@dataclass(frozen=True)
class Note:
    """Something a sender should know about a file that was accepted."""

    zh: str
    en: str


def notes_on(grids: Sequence[Grid], tables: Mapping[str, Sequence[Table]]) -> list[Note]:
    """Return the notes on a file, sheet by sheet."""
    return [note for grid in grids for note in _on_sheet(grid, tables[grid.sheet])]


def not_said(table: Table) -> Note:
    """Return the note on a table that holds no row and does not say that there was none."""
    sheet = table.grid.sheet
    return Note(
        f"工作表“{sheet}”没有数据行，也没有写明“零报告”，不算已报送；确无发生的，请填“零报告：是”",
        f"Sheet '{sheet}' holds no row and does not say that there was none: it counts as not sent. If nothing "
        "happened, answer 零报告：是",
    )


def _on_sheet(grid: Grid, tables: Sequence[Table]) -> Iterator[Note]:
    if not tables and grid.sheet == GUIDE:
        return
    if not tables:
        yield Note(f"工作表“{grid.sheet}”未识别，没有读入", f"Sheet '{grid.sheet}' was not recognised and not read")
        return
    if grid.hidden:
        yield Note(f"隐藏的工作表“{grid.sheet}”已读入", f"Hidden sheet '{grid.sheet}' was read")
    if len(tables) > 1:
        yield Note(
            f"工作表“{grid.sheet}”中有 {len(tables)} 张表，都已读入",
            f"Sheet '{grid.sheet}' holds {len(tables)} tables; all were read",
        )
    if grid.dates_from_1904:
        yield Note(
            f"工作表“{grid.sheet}”的日期序号按 1904 年起算读入",
            f"Day numbers in sheet '{grid.sheet}' were counted from 1904, as the workbook says",
        )
    if unsaved := harmless_unsaved(grid):
        yield Note(
            f"工作表“{grid.sheet}”的 {unsaved} 是公式，没有保存计算结果，按空白处理（不在数据中）",
            f"Sheet '{grid.sheet}': formulas in {unsaved} have no saved result and were read as blank (no data there)",
        )
    for table in tables:
        yield from _on_table(table)


def _on_table(table: Table) -> Iterator[Note]:
    sheet = table.grid.sheet
    for name, header in table.match.columns.items():
        if (known := header.confirmed) is not None:
            column = table.contract.by_name[name].header
            yield Note(
                f"列“{header.header}”按 {known.who} 于 {known.when[:10]} 的确认当作“{column}”",
                f"Column '{header.header}' was read as '{column}', as {known.who} confirmed on {known.when[:10]}",
            )
    for proposal in propose(table.match, table.match.absent):
        yield Note(
            f"工作表“{sheet}”的列“{proposal.written}”没有读入；是否{proposal.zh}？"
            f"如是，请改表头，或由管理员确认：{proposal.command}",
            f"Sheet '{sheet}': column '{proposal.written}' was not read. Take {proposal.en}? If so, change the header, "
            f"or let the operator confirm it: {proposal.command}",
        )
    yield from _on_merges(table)


def _on_merges(table: Table) -> Iterator[Note]:
    filled: list[str] = []
    counted_once: list[str] = []
    for merge in table.body_merges:
        within = {n for n, h in table.match.columns.items() if merge.left <= h.position <= merge.right}
        left, right = table.grid.left + merge.left, table.grid.left + merge.right
        name = f"{cell_name(merge.top, left)}:{cell_name(merge.bottom, right)}"
        if any(table.contract.by_name[column].is_numeric for column in within):
            counted_once.append(name)
        elif within:
            filled.append(name)
    if filled:
        yield Note(
            f"工作表“{table.grid.sheet}”的合并单元格 {listed(filled)}，内容已填入其中每一行",
            f"Sheet '{table.grid.sheet}': merged cells {listed(filled)} were read as standing in each of their rows",
        )
    if counted_once:
        yield Note(
            f"工作表“{table.grid.sheet}”的合并单元格 {listed(counted_once)} 是数量，只计在首行",
            f"Sheet '{table.grid.sheet}': merged cells {listed(counted_once)} hold amounts, counted in their first row",
        )
