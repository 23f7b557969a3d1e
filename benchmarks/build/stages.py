"""Where the seconds of a build go, and how often large tables are read: from what dbt leaves behind.

Belongs here: dbt's run results and compiled SQL. Does not belong here: clocks (process.py).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.settings import Home
from pipelines.warehouse.dbt_invocation import dbt_target

SLOWEST = 15
# Tables as long as the visits are; reading one is a scan.
LONG = ("stg_visits", "fct_visit", "mea_visits")


@dataclass(frozen=True)
class Build:
    """What dbt did: seconds by model, seconds in which some model ran, who reads each long table."""

    models: dict[str, float]
    modelling: float
    scans: dict[str, list[str]]


def of(home: Home) -> Build:
    """Read what the last build of a home left."""
    target = dbt_target(home)
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    models = [result for result in results if result["unique_id"].startswith("model.")]
    seconds = {model["unique_id"].split(".")[2]: model["execution_time"] for model in models}
    slowest_first = dict(sorted(seconds.items(), key=lambda one: -one[1]))
    return Build(slowest_first, _covered(models), _scans(target / "run"))


def _covered(models: list[dict[str, Any]]) -> float:
    """Seconds in which at least one model ran; two at once count once."""
    spans = sorted(
        (
            datetime.fromisoformat(step["started_at"]).timestamp(),
            datetime.fromisoformat(step["completed_at"]).timestamp(),
        )
        for model in models
        for step in model["timing"]
        if step["name"] == "execute"
    )
    covered, reached = 0.0, 0.0
    for start, end in spans:
        covered += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return covered


def _scans(folder: Path) -> dict[str, list[str]]:
    """Who reads each long table: once for every time its name stands in what was run."""
    found: dict[str, list[str]] = {name: [] for name in LONG}
    for file in sorted(folder.rglob("models/**/*.sql")):
        text = re.sub(r"--[^\n]*", "", file.read_text(encoding="utf-8"))
        for name in LONG:
            if file.stem != name:
                found[name] += [file.stem] * len(re.findall(rf'(?:from|join)\s+"\w+"\."\w+"\."{name}"', text))
    return found
