"""One contestant's run, in a process of its own: python -m benchmarks.build.contest NAME RAW GIVEN OUT

Belongs here: who contends. Does not belong here: clocks (process.py), whether the rows are right (equal.py).
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

# A module each, with work(raw, given, out).
CONTESTANTS = {
    "floor": "benchmarks.build.floor",
    "pandas": "benchmarks.build.in_pandas",
    "polars": "benchmarks.build.in_polars",
    "PostgreSQL": "benchmarks.build.in_postgres",
}


def main() -> None:
    """Contend, then say how many seconds went into what is not the contest (a server's first start)."""
    name, *places = sys.argv[1:]
    raw, given, out = (Path(place).resolve() for place in places)
    out.mkdir(parents=True, exist_ok=True)
    print(importlib.import_module(CONTESTANTS[name]).work(raw, given, out) or 0.0)


if __name__ == "__main__":
    main()
