"""Linli's own runs: `linli ...` in a process that also counts the seconds in which SQL ran.

Belongs here: the scenarios, and where a run's seconds go. Does not belong here: rivals.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from benchmarks import city
from benchmarks.build.process import Took, took
from benchmarks.startup import Statement
from pipelines.intake import corrections
from pipelines.settings import Home
from pipelines.warehouse.manifest import load_parsed

STAGE = re.compile(r"\b(prepare|ingest|build|audit and publish): ([0-9.]+) s")


@dataclass(frozen=True)
class Run:
    """A run of `linli`: what it took, how long SQL ran and which statements, how long each stage took."""

    name: str
    took: Took
    sql: float
    statements: Sequence[Statement]

    @property
    def outside(self) -> float:
        """Seconds in which no SQL ran: starting, parsing, planning, recording."""
        return self.took.seconds - self.sql

    @property
    def stages(self) -> dict[str, float]:
        """Seconds by stage, as the run itself says them."""
        return {name: float(seconds) for name, seconds in STAGE.findall(self.took.output)}


def linli(name: str, home: Home, *arguments: str) -> Run:
    """Run `linli` with the arguments on a home."""
    counted = home.root / "sql-seconds.json"
    command = [sys.executable, "-m", "benchmarks.build.linli", str(counted), *arguments]
    measured = took(command, LINLI_HOME=str(home.root))
    told = json.loads(counted.read_text(encoding="utf-8"))
    return Run(name, measured, told["seconds"], [Statement(*one) for one in told["statements"]])


def build(home: Home, name: str = "full build") -> Run:
    """Build everything, as on the first day: nothing of an earlier build is left but the project as dbt parsed it."""
    load_parsed()
    for left in (home.build, home.published.parent):
        shutil.rmtree(left, ignore_errors=True)
    return linli(name, home, "run", "--full", "--as-of", city.AS_OF)


def news(city_home: Home, folder: Path) -> list[Run]:
    """What three years take for little news: the last month's deliveries come, then one cell is corrected."""
    home = Home(folder / "news")
    last = f"{city.FIRST_YEAR + city.YEARS}"
    receive(city_home, home, lambda received: received < last)
    runs = [build(home, "full build without the last month")]
    receive(city_home, home, lambda received: received >= last)
    runs.append(linli("the last month's deliveries come", home, "run", "--as-of", city.AS_OF))
    runs.append(build(home, "full build of the same"))
    delivery = sorted((home.raw / "cases").glob("*.parquet"))[-1].stem
    corrections.correct(home, corrections.Cell(delivery, "Sheet1", 2, "closed_on"), city.AS_OF, None, "bench", "bench")
    runs.append(linli("one cell is corrected", home, "run", "--as-of", city.AS_OF))
    shutil.rmtree(home.root)
    return runs


def nothing_new(folder: Path) -> Run:
    """A run on a small city with nothing in it that is not published: the ledger knows."""
    home = Home(folder / "quiet")
    city.make(home, 2, 1)
    linli("first build", home, "run")
    return linli("nothing new", home, "run")


def receive(source: Home, target: Home, is_wanted: Callable[[str], bool]) -> None:
    """Let a home have some of another's deliveries, as if they had come to it."""
    target.raw.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source.secret_key, target.secret_key)
    with target.ledger.open("a", encoding="utf-8") as ledger:
        for line in source.ledger.read_text(encoding="utf-8").splitlines():
            event = json.loads(line)
            if not is_wanted(event["received_at"]):
                continue
            ledger.write(line + "\n")
            for delivery in event["deliveries"]:
                file = Path(delivery["dataset"]) / f"{delivery['delivery_id']}.parquet"
                (target.raw / file.parent).mkdir(exist_ok=True)
                shutil.copy2(source.raw / file, target.raw / file)


def rows_read(home: Home) -> int:
    """How many rows a home was delivered."""
    events = [json.loads(line) for line in home.ledger.read_text(encoding="utf-8").splitlines()]
    return sum(delivery["rows_read"] for event in events for delivery in event["deliveries"])


def _inside() -> None:
    """Be `linli`, and write how long SQL ran, and what."""
    from benchmarks.startup import SqlClock
    from pipelines.cli import main

    target = Path(sys.argv.pop(1))
    clock = SqlClock()
    clock.install()
    try:
        sys.exit(main())
    finally:
        told = {"seconds": clock.seconds, "statements": [astuple(one) for one in clock.statements]}
        target.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    _inside()
