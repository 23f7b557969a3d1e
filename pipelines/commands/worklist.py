"""`linli worklist`: what a unit and those below it have to close, as a workbook.

Belongs here: where it is written, and what is said. Does not belong here: the list (product/worklist.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.commands.console import say
from pipelines.errors import LinliError
from pipelines.product.published import open_published
from pipelines.product.worklist import write_worklist
from pipelines.settings import home

if TYPE_CHECKING:
    from pathlib import Path


def worklist(unit: str, output: Path) -> None:
    """Write the workbook and say how many gaps it lists."""
    if output.suffix.lower() != ".xlsx":
        raise LinliError(
            f"{output}：督办清单是工作簿，文件名请以 .xlsx 结尾。",
            f"{output}: the worklist is a workbook; let its name end in .xlsx.",
            code="not_a_workbook",
        )
    with open_published(home().published) as connection:
        gaps = write_worklist(connection, unit, output)
    say(f"{output}: {gaps} 项差距 gaps")
