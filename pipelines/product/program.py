"""Which program a published file was made by, and which one stands here.

Belongs here: naming a program by what it declares and computes. Does not belong here: what follows where the two differ
(commands/keep_fresh.py, dashboards/messages.py).
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.errors import LinliError
from pipelines.fingerprint import fingerprint
from pipelines.product.published import open_published
from pipelines.settings import DBT_DIR, PROJECT_DIR, SEEDS_DIR

_CODE = tuple(PROJECT_DIR / "pipelines" / name for name in ("catalog", "intake", "warehouse"))


def program() -> str:
    """Name all that a published file is made by beside the deliveries: declarations and code."""
    return fingerprint([SEEDS_DIR, DBT_DIR, *_CODE])


def made_by_another(published: Path) -> bool:
    """Tell whether another program than stands here made a published file, as far as it can be opened and says so."""
    try:
        with open_published(published) as connection:
            found = connection.execute("select program from meta.run").fetchone()
    except (LinliError, duckdb.Error):
        return True
    return found != (program(),)
