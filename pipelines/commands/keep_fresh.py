"""`linli up` keeps what is published fresh: what waits is taken in by a run in the background, one at a time.

Belongs here: when a run is due, starting and ending it. Does not belong here: a run (run.py), pages (up.py).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from pipelines import processes
from pipelines.clock import SHANGHAI, today
from pipelines.commands.console import say
from pipelines.intake import pending
from pipelines.product.program import made_by_another
from pipelines.product.runs import read_runs
from pipelines.settings import PROJECT_DIR, Home

RUN = (sys.executable, "-m", "pipelines.cli", "run")
SECONDS_TO_END = 10

Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class _Work:
    """What a run would be for: files that wait, decisions since the last publication, a new day, another program."""

    waiting: frozenset[tuple[Path, Stamp | None]]
    ledger: Stamp | None
    published: Stamp | None
    day: date


class Keeper:
    """Starts a run where there is work that no run has tried yet."""

    def __init__(self, place: Home, command: Sequence[str] = RUN) -> None:
        self._place = place
        self._command = command
        self._log = place.root / "logs" / "run.log"
        self._running: subprocess.Popen[bytes] | None = None
        self._tried: _Work | None = None

    def look(self) -> None:
        """Start a run if one is due. A failed one is tried again only when something has changed."""
        if self._running is not None and self._running.poll() is None:
            return
        work = _work(self._place)
        if work is None or work == self._tried or _is_going(self._place):
            return
        self._tried = work
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as output:
            self._running = subprocess.Popen(
                self._command,
                cwd=PROJECT_DIR,
                env={**os.environ, "LINLI_HOME": str(self._place.root)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        say(f"有新的报送或变更，正在计入 / new deliveries or decisions, taking them in: {self._log}")

    def end(self) -> None:
        """End a run that is going; what it has not published waits for the next."""
        if self._running is not None:
            processes.end(self._running, SECONDS_TO_END)


@contextmanager
def kept_fresh(place: Home) -> Iterator[Keeper]:
    """Give a keeper whose run ends with it."""
    keeper = Keeper(place)
    try:
        yield keeper
    finally:
        keeper.end()


def _work(place: Home) -> _Work | None:
    waiting = frozenset((path, _stamp(path)) for path in pending(place))
    ledger, published = _stamp(place.ledger), _stamp(place.published)
    day = today()
    due = bool(waiting)
    if ledger is not None and not due:
        due = (
            published is None
            or ledger[0] > published[0]
            or datetime.fromtimestamp(published[0] / 1e9, SHANGHAI).date() < day
            or _is_of_another_program(place.published, published)
        )
    return _Work(waiting, ledger, published, day) if due else None


@lru_cache(maxsize=1)
def _is_of_another_program(published: Path, _stamp: Stamp) -> bool:
    return made_by_another(published)


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _is_going(place: Home) -> bool:
    return any(run.state == "going" for run in read_runs(place)[:1])
