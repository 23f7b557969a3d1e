"""Where the seconds of a run go: inside SQL, and everything else.

Run it: python -m benchmarks.startup [HOME] [--runs 3]   (HOME must be built; a copy of it is worked on, then removed)
Each run sends one small file and is `linli run` in a process of its own. SQL is the time in which at least one
statement ran in DuckDB, so two at once count once; everything else is Python: starting, parsing, planning, recording.
Belongs here: the seconds of one run. Does not belong here: how quick the SQL is (the reference city), the pages.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.pages.measured import RESULTS, machine
from pipelines.settings import Home, home

SENDER = "330482001034"
COPIED = ("raw", "build", "published", "rejects", "dagster", "secret.key")
STATEMENTS = ("execute", "executemany", "sql", "query", "fetchall", "fetchone", "fetchmany", "arrow", "df")
STAGES = ("ingest", "build", "publish")
# Shorter statements are too narrow to be seen in a picture of a run; what one is of stands at its beginning.
LONG, LOOKED_AT = 0.05, 600


@dataclass(frozen=True)
class Part:
    """A part of a run: wall seconds, those in which SQL ran, and CPU seconds of all its processes and threads."""

    name: str
    seconds: float
    sql: float
    cpu: float

    def row(self) -> str:
        """As a line of a table."""
        figures = (self.seconds, self.sql, self.seconds - self.sql, self.cpu)
        return f"| {self.name} | " + " | ".join(f"{figure:.1f}" for figure in figures) + " |"


@dataclass(frozen=True)
class Statement:
    """A statement that DuckDB ran: in which thread, from when to when (seconds since the clock began), how it reads."""

    thread: int
    start: float
    end: float
    text: str


class SqlClock:
    """Counts the seconds in which DuckDB works, in whichever threads, and keeps the statements that took long."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.started = time.perf_counter()
        self.statements: list[Statement] = []
        self._running = 0
        self._since = 0.0
        self._lock = threading.Lock()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count for as long as the block lasts."""
        with self._lock:
            if not self._running:
                self._since = time.perf_counter()
            self._running += 1
        try:
            yield
        finally:
            with self._lock:
                self._running -= 1
                if not self._running:
                    self.seconds += time.perf_counter() - self._since

    def install(self) -> None:
        """Listen to every statement of this process."""
        import duckdb

        for name in STATEMENTS:
            setattr(duckdb.DuckDBPyConnection, name, self._counted(getattr(duckdb.DuckDBPyConnection, name)))

    def _counted(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **named: Any) -> Any:
            start = time.perf_counter() - self.started
            with self.running():
                result = work(*arguments, **named)
            end = time.perf_counter() - self.started
            if end - start >= LONG:
                text = str(arguments[1]) if len(arguments) > 1 else work.__name__
                self.statements.append(Statement(threading.get_ident(), start, end, text[:LOOKED_AT]))
            return result

        return counted


class Timed:
    """A listener of a walk that keeps what each stage took."""

    def __init__(self, clock: SqlClock, started: float) -> None:
        self.parts: list[Part] = []
        self._clock = clock
        self._last = (started, 0.0, 0.0)
        self._mark("start Python and the command")

    def begin(self, stage: str, total: int | None) -> None:
        """A stage begins; what was before it is not a stage's."""
        if self.parts[-1].name in STAGES:
            self._mark(f"after {self.parts[-1].name}")
        self._stage = stage

    def advance(self, remark: str | None = None) -> None:
        """One step is done."""

    def end(self) -> None:
        """The stage is done."""
        self._mark(self._stage)

    def finish(self) -> None:
        """The run is over."""
        self._mark("summary, end of Dagster's history")

    def _mark(self, name: str) -> None:
        usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        now = (time.time(), self._clock.seconds, sum(each.ru_utime + each.ru_stime for each in usage))
        self.parts.append(Part(name, *(new - old for new, old in zip(now, self._last, strict=True))))
        self._last = now


def inside(started: float, target: Path) -> None:
    """Be `linli run`, and write what it took."""
    from pipelines.commands import run

    clock = SqlClock()
    clock.install()
    listener = Timed(clock, started)

    @contextmanager
    def shown() -> Iterator[Timed]:
        yield listener

    run.shown_progress = shown
    run.run(full=False, as_of=None)
    listener.finish()
    target.write_text(json.dumps([vars(part) for part in listener.parts]), encoding="utf-8")


def measure(place: Home, number: int) -> list[Part]:
    """Send one small file and run."""
    file = place.landing / SENDER / f"one more {number}.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    household = f"SF-{time.time_ns()}"
    file.write_text(f"走访日期,户编号,走访人工号,走访事由\n2017-03-05,{household},SF003,走访慰问\n", encoding="utf-8")
    target = place.root / "measured.json"
    command = [sys.executable, "-m", "benchmarks.startup", "--inside", str(time.time()), str(target)]
    subprocess.run(command, check=True, env=os.environ | {"LINLI_HOME": str(place.root)}, stdout=subprocess.DEVNULL)
    return [Part(**part) for part in json.loads(target.read_text(encoding="utf-8"))]


def nothing_new(place: Home) -> float:
    """The least seconds of a run with nothing to do."""
    command = [sys.executable, "-m", "pipelines.cli", "run"]
    took = []
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run(command, check=True, env=os.environ | {"LINLI_HOME": str(place.root)}, stdout=subprocess.DEVNULL)
        took.append(time.perf_counter() - started)
    return min(took)


def report(runs: list[list[Part]], nothing: float) -> str:
    """The quickest run as a table, all of them in a line, and the machine."""
    totals = [
        Part("in all", *(sum(getattr(part, name) for part in run) for name in ("seconds", "sql", "cpu")))
        for run in runs
    ]
    best = min(range(len(runs)), key=lambda number: totals[number].seconds)
    lines = ["# A run with one small file: where the seconds go", ""]
    lines += [f"`python -m benchmarks.startup`, {dt.date.today().isoformat()}, the quickest of {len(runs)} runs", ""]
    lines += [f"- {name}: {fact}" for name, fact in machine().items()]
    lines += ["", "| | seconds | in SQL | outside SQL | CPU seconds |", "| --- | ---: | ---: | ---: | ---: |"]
    lines += [part.row() for part in (*runs[best], totals[best])]
    outside = ", ".join(f"{total.seconds - total.sql:.1f}" for total in totals)
    lines += ["", f"Outside SQL, run by run: {outside} s. A run with nothing new: {nothing:.1f} s."]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path, nargs="?", default=home().root, help="a built installation")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--inside", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        inside(float(asked.inside[0]), Path(asked.inside[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in COPIED:
            source = asked.home / name
            copy: Callable[..., object] = shutil.copytree if source.is_dir() else shutil.copy2
            copy(source, Path(folder) / name)
        place = Home(Path(folder))
        text = report([measure(place, number) for number in range(asked.runs)], nothing_new(place))
    print(text)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"startup-{dt.date.today().isoformat()}.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
