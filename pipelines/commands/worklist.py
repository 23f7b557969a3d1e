"""`linli worklist`: what a unit and those below it have to close, as a workbook.

Belongs here: where it is written, and what is said. Does not belong here: the list (product/worklist.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.commands.console import say
from pipelines.product.published import open_published
from pipelines.product.worklist import write_worklist
from pipelines.settings import home

if TYPE_CHECKING:
    from pathlib import Path


def worklist(unit: str, output: Path) -> None:
    """Write the workbook and say how many gaps it lists."""
    with open_published(home().published) as connection:
        gaps = write_worklist(connection, unit, output)
    say(f"{output}: {gaps} 项差距 gaps")
