"""How a walk along the road shows while it lasts: bars on a terminal, plain lines elsewhere.

Belongs here: what moves. Does not belong here: the summary at the end (run.py).
"""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipelines.commands.console import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress, TaskID

    from pipelines.road import Listener

STAGES = {
    "demo": "演示数据 demo deliveries",
    "ingest": "接收 ingest",
    "build": "建库 build",
    "publish": "审核发布 audit and publish",
}


@contextmanager
def shown_progress() -> Iterator[Listener]:
    """Show a walk for as long as the block lasts."""
    if not sys.stdout.isatty():
        yield PlainLines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns) as progress:
        yield Bars(progress)


class PlainLines:
    """One line when a stage begins, one a remark, one when it ends."""

    def begin(self, stage: str, total: int | None) -> None:
        """Say what begins."""
        self._stage, self._started = STAGES[stage], time.monotonic()
        say(f"{self._stage}{'' if total is None else f': {total}'} ...")

    def advance(self, remark: str | None = None) -> None:
        """Say the remark, if any."""
        if remark:
            say(f"  {remark}")

    def end(self) -> None:
        """Say how long the stage took."""
        say(f"{self._stage}: {time.monotonic() - self._started:.1f} s")


class Bars:
    """A bar a stage; remarks scroll above them."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def begin(self, stage: str, total: int | None) -> None:
        """Start a bar."""
        self._task = self._progress.add_task(STAGES[stage], total=total)

    def advance(self, remark: str | None = None) -> None:
        """Move the bar."""
        if remark:
            self._progress.console.print(remark, markup=False, highlight=False)
        if self._task is not None:
            self._progress.advance(self._task)

    def end(self) -> None:
        """Fill the bar: a build may skip nodes."""
        if self._task is not None:
            task = self._progress.tasks[self._task]
            self._progress.update(
                self._task, total=task.total or task.completed, completed=task.total or task.completed
            )
