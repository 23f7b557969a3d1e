"""Which tables a sheet holds, and which dataset each of them is: by its headers, never by the file's name.

Belongs here: finding header rows and judging them. Does not belong here: reading the rows below them (rows.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.catalog.contracts import Contract
from pipelines.errors import LinliError
from pipelines.intake.grid import Grid, Merge, Row
from pipelines.intake.headers import HeaderIndex, Match, labels
from pipelines.intake.near_misses import Proposal, propose
from pipelines.intake.preamble import Preamble, read_preamble

HEAD_ROWS = 40
MAX_HEADER_DEPTH = 3
MAX_TITLE_ROWS = 6


@dataclass(frozen=True)
class Table:
    """One recognised table: its header and the rows that may be data, counted from 0, `stop` excluded."""

    grid: Grid
    match: Match
    header_start: int
    start: int
    stop: int
    preamble: Preamble

    @property
    def contract(self) -> Contract:
        """The dataset the table is."""
        return self.match.contract

    @property
    def body_merges(self) -> list[Merge]:
        """The merged ranges of several rows that lie within the body."""
        merges = [merge for merge in self.grid.merges if merge.bottom > merge.top]
        return [merge for merge in merges if self.start <= merge.top and merge.bottom < self.stop]


@dataclass(frozen=True)
class _Candidate:
    top: int
    depth: int
    matches: tuple[Match, ...]

    @property
    def best(self) -> Match:
        return self.matches[0]

    @property
    def bottom(self) -> int:
        return self.top + self.depth

    def touches(self, other: _Candidate) -> bool:
        return self.top <= other.bottom and other.top <= self.bottom


def find_tables(grid: Grid, index: HeaderIndex) -> list[Table]:
    """Return the tables of a sheet; refuse one that lacks a required column or could be several datasets."""
    headers = _header_rows(grid, index)
    for header in headers:
        _refuse_unclear(grid, header)
    tables = []
    preamble_from = 0
    for number, header in enumerate(headers):
        following = headers[number + 1] if number + 1 < len(headers) else None
        stop = grid.height if following is None else _top_of(grid, following, header)
        above = grid.rows(max(preamble_from, header.top - HEAD_ROWS), header.top)
        preamble = read_preamble(above, header.best.contract)
        tables.append(Table(grid, header.best, header.top, header.bottom, stop, preamble))
        preamble_from = stop
    return tables


def unknown_sheet(grids: Sequence[Grid], index: HeaderIndex) -> LinliError:
    """Return the refusal of a file in which no table is recognised, with what was seen and what comes nearest."""
    sheets = "、".join(grid.sheet for grid in grids)
    candidates = [candidate for grid in grids for candidate in _candidates(grid, index)]
    if not candidates:
        titles_zh = "、".join(contract.title.zh for contract in index.contracts.values())
        return LinliError(
            f"工作表“{sheets}”中没有找到任何已知表头。可以报送的表：{titles_zh}。请按模板的表头填写后重新报送。",
            f"No known header in sheet '{sheets}'. Datasets that can be sent: {', '.join(index.contracts)}. "
            "Use the headers of a template and send it again.",
            "unknown_sheet",
        )
    nearest = max(candidates, key=lambda candidate: candidate.best.rank).best
    seen = "、".join([mapped.header for mapped in nearest.columns.values()] + list(nearest.ignored))
    proposals = propose(nearest.unused, nearest.missing)
    return LinliError(
        f"工作表“{sheets}”不像任何一张已知的表。见到的表头：{seen}。最接近“{nearest.contract.title.zh}”，"
        f"还缺：{_wanted(nearest)}。{_proposed_zh(proposals)}请补齐表头后重新报送。",
        f"Sheet '{sheets}' is no known dataset. Headers seen: {seen}. Nearest is {nearest.contract.dataset}, "
        f"which also needs: {_wanted(nearest)}. {_proposed_en(proposals)}Add them and send it again.",
        "unknown_sheet",
    )


def _header_rows(grid: Grid, index: HeaderIndex) -> list[_Candidate]:
    """Return the header rows that are complete or plainly meant for a dataset; where some overlap, the best of them."""
    usable = [candidate for candidate in _candidates(grid, index) if candidate.best.complete or candidate.best.near]
    usable.sort(key=lambda one: (*(-part for part in one.best.rank), one.depth, -one.top))
    chosen: list[_Candidate] = []
    for candidate in usable:
        if not any(candidate.touches(other) for other in chosen):
            chosen.append(candidate)
    return sorted(chosen, key=lambda candidate: candidate.top)


def _candidates(grid: Grid, index: HeaderIndex) -> list[_Candidate]:
    head = grid.header_rows(0, HEAD_ROWS + MAX_HEADER_DEPTH - 1)
    known = [sum(index.knows(text) for text in row) for row in head]
    # A value such as 社区 can be a header elsewhere; two in one row hardly are, and one counts only if no row has more.
    enough = min(2, max(known, default=0)) or 1
    found = [
        _candidate(head[top : top + depth], top, depth, index)
        for top in range(min(len(head), HEAD_ROWS))
        for depth in range(1, MAX_HEADER_DEPTH + 1)
        if max(known[top : top + depth]) >= enough
    ]
    found += [_candidate(grid.header_rows(top, top + 1), top, 1, index) for top in _likely_headers(grid, index)]
    return [candidate for candidate in found if candidate is not None]


def _candidate(rows: Sequence[Row], top: int, depth: int, index: HeaderIndex) -> _Candidate | None:
    # A group row has several texts; a title above the header has one, merged or not.
    if len(rows) < depth or (depth > 1 and any(len({text for text in row if text}) < 2 for row in rows)):
        return None
    matches = index.matches(labels(rows))
    return _Candidate(top, depth, tuple(matches)) if matches else None


def _likely_headers(grid: Grid, index: HeaderIndex) -> list[int]:
    """Return the rows below the head in which two cells are a known header to the letter: a second table, as a rule."""
    if grid.height <= HEAD_ROWS:
        return []
    spellings = pa.array(index.spellings, pa.string())
    hits = None
    for column in grid.columns:
        known = pc.cast(pc.is_in(column.slice(HEAD_ROWS), value_set=spellings), pa.int16())
        hits = known if hits is None else pc.add(hits, known)
    rows = pc.indices_nonzero(pc.greater_equal(hits, 2))
    return [HEAD_ROWS + row for row in rows.to_pylist()]


def _top_of(grid: Grid, header: _Candidate, above: _Candidate) -> int:
    """Return the row where a second table's titles begin, so that they are not read as rows of the table above."""
    required = {above.best.columns[column.name].position for column in above.best.contract.required_in_table}
    first = max(above.bottom, header.top - MAX_TITLE_ROWS)
    rows = grid.rows(first, header.top)
    top = header.top
    while top > first:
        row = rows[top - 1 - first]
        filled = {position: text for position, text in enumerate(row) if text}
        after_blank = top - 1 > first and not any(rows[top - 2 - first])
        labelled = all(":" in text or "：" in text for text in filled.values())
        single = len(set(filled.values())) == 1 and (after_blank or not required & filled.keys())
        if filled and not labelled and not single:
            break
        top -= 1
    return top


def _refuse_unclear(grid: Grid, header: _Candidate) -> None:
    best = header.best
    row = header.bottom
    if best.missing:
        proposals = propose(best.unused, best.missing)
        raise LinliError(
            f"工作表“{grid.sheet}”第 {row} 行的表头像“{best.contract.title.zh}”，但缺少必填列：{_wanted(best)}。"
            f"未识别的表头：{'、'.join(best.ignored) or '无'}。{_proposed_zh(proposals)}请补上该列后重新报送。",
            f"Sheet '{grid.sheet}', header in row {row}: looks like {best.contract.dataset} but lacks required columns "
            f"{_wanted(best)}. Headers not recognised: {', '.join(best.ignored) or 'none'}. "
            f"{_proposed_en(proposals)}Add them, send it again.",
            "missing_column",
        )
    if best.repeated:
        names = "、".join(best.repeated)
        raise LinliError(
            f"工作表“{grid.sheet}”第 {row} 行的表头“{names}”出现两次，无法判断用哪一列。请删去或改名后重新报送。",
            f"Sheet '{grid.sheet}', row {row}: header '{names}' stands twice. Remove or rename one and send it again.",
            "repeated_header",
        )
    rivals = [match for match in header.matches[1:] if match.rank == best.rank and match.complete]
    if rivals:
        zh = "、".join(match.contract.title.zh for match in (best, *rivals))
        en = ", ".join(match.contract.dataset for match in (best, *rivals))
        raise LinliError(
            f"工作表“{grid.sheet}”第 {row} 行的表头同时符合：{zh}。请补充能区分的列后重新报送。",
            f"Sheet '{grid.sheet}', header in row {row} fits several datasets: {en}. Add a column to tell them apart.",
            "ambiguous_dataset",
        )


def _wanted(match: Match) -> str:
    return "；".join("/".join(column.headers) for column in match.missing)


def _proposed_zh(proposals: Sequence[Proposal]) -> str:
    return f"{'；'.join(proposal.zh for proposal in proposals)}？如是，请改表头或确认这一对应。" if proposals else ""


def _proposed_en(proposals: Sequence[Proposal]) -> str:
    said = "; ".join(proposal.en for proposal in proposals)
    return f"Take {said}? If so, change the header or confirm the mapping. " if proposals else ""
