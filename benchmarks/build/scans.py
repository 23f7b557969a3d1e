"""How often large tables are read in a build: from the SQL that dbt leaves behind.

Does not belong here: clocks (process.py).
"""

from __future__ import annotations

import re

from pipelines.settings import Home
from pipelines.warehouse.dbt_invocation import dbt_target

# Tables as long as the visits are; reading one is a scan.
LONG = ("stg_visits", "fct_visit", "mea_visits")


def readers(home: Home) -> dict[str, list[str]]:
    """Who read each long table in the last build: once for every time its name stands in what was run."""
    found: dict[str, list[str]] = {name: [] for name in LONG}
    for file in sorted((dbt_target(home) / "run").rglob("models/**/*.sql")):
        text = re.sub(r"--[^\n]*", "", file.read_text(encoding="utf-8"))
        for name in LONG:
            if file.stem != name:
                found[name] += [file.stem] * len(re.findall(rf'(?:from|join)\s+"\w+"\."\w+"\."{name}"', text))
    return found
