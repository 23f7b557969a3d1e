"""How often large tables are read in a build, from the SQL that dbt leaves behind; and what one reading takes at least.

Does not belong here: clocks of a run (process.py).
"""

from __future__ import annotations

import re
import time

from pipelines.settings import Home
from pipelines.warehouse.dbt_invocation import dbt_target
from pipelines.warehouse.working import open_working

# Tables as long as the visits are; reading one is a scan.
LONG = ("stg_visits", "fct_visit", "mea_visits")
ONE_SCAN = "select unit_id, count(*) from core.fct_visit group by unit_id"
TRIES = 5


def readers(home: Home) -> dict[str, list[str]]:
    """Who read each long table in the last build: once for every time its name stands in what was run."""
    found: dict[str, list[str]] = {name: [] for name in LONG}
    for file in sorted((dbt_target(home) / "run").rglob("models/**/*.sql")):
        text = re.sub(r"--[^\n]*", "", file.read_text(encoding="utf-8"))
        for name in LONG:
            if file.stem != name:
                found[name] += [file.stem] * len(re.findall(rf'(?:from|join)\s+"\w+"\."\w+"\."{name}"', text))
    return found


def single_scan(home: Home) -> float:
    """Return the seconds in which the visits are counted by unit: no measure of them is had for less than one scan."""
    taken = []
    with open_working(home, read_only=True) as connection:
        for _ in range(TRIES):
            started = time.perf_counter()
            connection.execute(ONE_SCAN).fetchall()
            taken.append(time.perf_counter() - started)
    return min(taken)
