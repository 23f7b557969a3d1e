"""Builds the reference city with Linli, its rivals and the floor, compares rows, and writes results/build-<date>.

Run it: make bench [SIZE=tenth|full|ten]     or     python -m benchmarks.build [--size tenth] [--city HOME]
Nothing else should run on the machine meanwhile.
Belongs here: the order of the runs. Does not belong here: what each contestant does (the modules beside).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from benchmarks import city
from benchmarks.build import in_postgres, linli
from benchmarks.build.contest import CONTESTANTS
from benchmarks.build.equal import require_equal
from benchmarks.build.given import give
from benchmarks.build.process import Took, took
from benchmarks.build.report import Results, write
from benchmarks.build.scans import readers, single_scan
from pipelines.settings import Home

SIZES = {"tenth": city.COMMUNITIES // 10, "full": city.COMMUNITIES, "ten": city.COMMUNITIES * 10}
TRIES = 2


def main() -> None:
    """Measure and print; what is measured so far is always written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=SIZES, default="tenth", help="ten needs 12 GB of memory and 40 GB of disk")
    parser.add_argument("--city", type=Path, help="raw deliveries made before (benchmarks.city); they stay as they are")
    parser.add_argument("--only", nargs="*", default=list(CONTESTANTS), choices=list(CONTESTANTS), help="rivals to run")
    parser.add_argument("--folder", type=Path, help="where to work; default: a temporary folder")
    parser.add_argument("--no-news", action="store_true", help="only the full build")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        place = Path(folder)
        home = Home(place / "city")
        if asked.city:
            linli.receive(Home(asked.city.resolve()), home, lambda _: True)
        else:
            city.make(home, SIZES[asked.size])
        results = [measure(asked.size, home, place, asked.only, asked.no_news)]
        path = write(results, _packages(asked.only))
    print(path.read_text(encoding="utf-8"))


def measure(size: str, home: Home, place: Path, only: list[str], no_news: bool) -> Results:
    """Linli first, for the others are compared with it."""
    give(home, place / "given")
    _say("Linli builds everything")
    run = linli.build(home)
    results = Results(size, linli.rows_read(home), contest={}, linli=run, readers=readers(home))
    results.single_scan = single_scan(home)
    assert results.contest is not None
    for name in only:
        _say(f"{name} contends")
        results.contest[name] = contend(name, home, place)
        results.figures, results.rejected = require_equal(
            home.published, place / name / "figures.parquet", place / name / "rejected.parquet"
        )
    if not no_news:
        _say("Linli hears little news")
        results.news = [*linli.news(home, place), linli.nothing_new(place)]
    return results


def contend(name: str, home: Home, place: Path) -> Took:
    """Return the quickest of a few runs of a contestant."""
    command = [sys.executable, "-m", "benchmarks.build.contest", name]
    command += [str(path) for path in (home.raw, place / "given", place / name)]
    runs = [took(command) for _ in range(TRIES)]
    return min(
        (replace(run, seconds=run.seconds - float(run.output.split()[-1])) for run in runs), key=lambda run: run.seconds
    )


def _packages(only: list[str]) -> dict[str, str]:
    """Versions of what only the rivals use."""
    found = {}
    if "polars" in only:
        found["polars"] = version("polars")
    if "PostgreSQL" in only:
        found["PostgreSQL"] = in_postgres.version()
    return found


def _say(what: str) -> None:
    print(f"{what} ...", flush=True)


if __name__ == "__main__":
    main()
