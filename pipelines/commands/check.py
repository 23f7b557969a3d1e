"""`linli check`: what a delivery of these files would send back, and what to do about it; nothing is loaded.

Belongs here: showing it. Does not belong here: judging (product/check.py), the marked workbook (product/mending.py).
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipelines.commands.console import say, warn
from pipelines.product.check import FileCheck, check_file
from pipelines.product.mending import write_mending_workbook
from pipelines.settings import home

CLEAN, FOUND, UNREADABLE = 0, 1, 2


def check(paths: list[Path], unit: str | None, shape: str) -> int:
    """Judge each file, show what was found, and return the exit code: the worst of them."""
    checks = [check_file(path, home(), unit) for path in paths]
    if shape == "json":
        say(json.dumps([_as_json(each) for each in checks], ensure_ascii=False, indent=2))
    else:
        for each in checks:
            _tell(each, shape == "xlsx")
    if any(each.refusal for each in checks):
        return UNREADABLE
    return FOUND if any(each.findings for each in checks) else CLEAN


def _tell(each: FileCheck, as_workbook: bool) -> None:
    if each.refusal is not None:
        warn(f"{each.path.name}: 无法接收。{each.refusal.zh} / refused. {each.refusal.en}")
        return
    say(
        f"{each.path.name}: {', '.join(each.datasets)}, 共 {each.rows_read} 行, 需修改 {each.rows_rejected} 行 "
        f"{len(each.findings)} 格 / {each.rows_read} rows, {len(each.findings)} cells in {each.rows_rejected} to mend"
    )
    for note in each.notes:
        say(f"注意 note: {note.zh} / {note.en}")
    if as_workbook and each.findings:
        target = Path(f"{each.path.stem}-待修改.xlsx")
        write_mending_workbook(each, target)
        say(f"已标出需修改的单元格 / the cells to mend are marked in: {target}")
    else:
        for found in each.findings:
            say(f"{found.sheet}!{found.cell} {found.header}: {found.value_masked or '(空 empty)'}")
            say(f"    {found.reason_zh}")
            say(f"    {found.reason_en}")


def _as_json(each: FileCheck) -> dict[str, Any]:
    refusal = each.refusal
    return {
        "file": str(each.path),
        "datasets": list(each.datasets),
        "rows_read": each.rows_read,
        "rows_rejected": each.rows_rejected,
        "notes": [asdict(note) for note in each.notes],
        "findings": [asdict(found) for found in each.findings],
        "refused": None if refusal is None else {"code": refusal.code, "zh": refusal.zh, "en": refusal.en},
    }
