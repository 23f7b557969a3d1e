"""`linli query`: one SELECT against the published file.

Belongs here: where the answer goes. Does not belong here: what may be asked (product/asking.py), shapes of the answer
(answers.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.commands.answers import write_answer
from pipelines.product.asking import answered
from pipelines.settings import home

if TYPE_CHECKING:
    from pathlib import Path


def query(sql: str, shape: str, output: Path | None) -> None:
    """Answer one SELECT in the shape asked for, on standard output or into a file."""
    with answered(home().published, sql) as answer:
        write_answer(answer, shape, output)
