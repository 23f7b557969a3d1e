"""Where the seconds of a build go, and how often large tables are read: from what dbt leaves behind.

Belongs here: dbt's run results and compiled SQL. Does not belong here: clocks (process.py).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from pipelines.settings import Home
from pipelines.warehouse.dbt_invocation import dbt_target

SLOWEST = 15
# Tables as long as the visits are; reading one is a scan.
LONG = ("stg_visits", "fct_visit", "mea_visits")


@dataclass(frozen=True)
class Build:
    """What dbt did: seconds by model, seconds of tests, how often each long table is read and by whom."""

    models: dict[str, float]
    tests: float
    scans: dict[str, list[str]]


def of(home: Home) -> Build:
    """Read what the last build of a home left."""
    target = dbt_target(home)
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    models, tests = {}, 0.0
    for result in results:
        kind, _, name = result["unique_id"].split(".")[:3]
        if kind == "model":
            models[name] = result["execution_time"]
        else:
            tests += result["execution_time"]
    return Build(dict(sorted(models.items(), key=lambda one: -one[1])), tests, _scans(target / "run"))


def _scans(folder: Path) -> dict[str, list[str]]:
    """Who reads each long table: once for every time its name stands in what was run."""
    found: dict[str, list[str]] = {name: [] for name in LONG}
    for file in sorted(folder.rglob("models/**/*.sql")):
        text = re.sub(r"--[^\n]*", "", file.read_text(encoding="utf-8"))
        for name in LONG:
            if file.stem != name:
                found[name] += [file.stem] * len(re.findall(rf'(?:from|join)\s+"\w+"\."\w+"\."{name}"', text))
    return found
