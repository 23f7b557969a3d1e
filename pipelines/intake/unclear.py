"""Refusals of tables that are not clearly one dataset: what was seen, what lacks, what comes nearest.

Belongs here: that judgement and its wording. Does not belong here: finding the tables (recognise.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.errors import LinliError
from pipelines.intake.candidates import Candidate, candidates
from pipelines.intake.grid import Grid
from pipelines.intake.headers import HeaderIndex, Match
from pipelines.intake.limits import Effort
from pipelines.intake.near_misses import Proposal, propose


def refuse_unclear(grid: Grid, header: Candidate) -> None:
    """Refuse a table that lacks a required column, has one twice, or could be several datasets."""
    best = header.best
    row = header.bottom
    if best.missing:
        proposals = propose(best, best.missing)
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
    # That one of them would be a larger part of its own dataset tells nothing of what was meant.
    rivals = [match for match in header.matches[1:] if len(match.columns) == len(best.columns) and match.complete]
    if rivals:
        zh = "、".join(match.contract.title.zh for match in (best, *rivals))
        en = ", ".join(match.contract.dataset for match in (best, *rivals))
        raise LinliError(
            f"工作表“{grid.sheet}”第 {row} 行的表头同时符合：{zh}。请补充能区分的列后重新报送。",
            f"Sheet '{grid.sheet}', header in row {row} fits several datasets: {en}. Add a column to tell them apart.",
            "ambiguous_dataset",
        )


def unknown_sheet(grids: Sequence[Grid], index: HeaderIndex, effort: Effort) -> LinliError:
    """Return the refusal of a file in which no table is recognised, with what was seen and what comes nearest."""
    sheets = "、".join(grid.sheet for grid in grids)
    seen_rows = [candidate for grid in grids for candidate in candidates(grid, index, effort)]
    if not seen_rows:
        titles_zh = "、".join(contract.title.zh for contract in index.contracts.values())
        return LinliError(
            f"工作表“{sheets}”中没有找到任何已知表头。可以报送的表：{titles_zh}。请按模板的表头填写后重新报送。",
            f"No known header in sheet '{sheets}'. Datasets that can be sent: {', '.join(index.contracts)}. "
            "Use the headers of a template and send it again.",
            "unknown_sheet",
        )
    nearest = max(seen_rows, key=lambda candidate: candidate.best.rank).best
    seen = "、".join([mapped.header for mapped in nearest.columns.values()] + list(nearest.ignored))
    proposals = propose(nearest, nearest.missing)
    return LinliError(
        f"工作表“{sheets}”不像任何一张已知的表。见到的表头：{seen}。最接近“{nearest.contract.title.zh}”，"
        f"还缺：{_wanted(nearest)}。{_proposed_zh(proposals)}请补齐表头后重新报送。",
        f"Sheet '{sheets}' is no known dataset. Headers seen: {seen}. Nearest is {nearest.contract.dataset}, "
        f"which also needs: {_wanted(nearest)}. {_proposed_en(proposals)}Add them and send it again.",
        "unknown_sheet",
    )


def _wanted(match: Match) -> str:
    return "；".join("/".join(column.headers) for column in match.missing)


def _proposed_zh(proposals: Sequence[Proposal]) -> str:
    if not proposals:
        return ""
    return f"{'；'.join(one.zh for one in proposals)}？如是，请改表头，或由管理员确认：{_commands(proposals)}。"


def _proposed_en(proposals: Sequence[Proposal]) -> str:
    if not proposals:
        return ""
    said = "; ".join(proposal.en for proposal in proposals)
    return f"Take {said}? If so, change the header, or let the operator confirm it: {_commands(proposals)}. "


def _commands(proposals: Sequence[Proposal]) -> str:
    return " && ".join(proposal.command for proposal in proposals)
