"""How an installation stands: published or not, files waiting, a run going or failed.

Belongs here: telling the state from folders, ledger and run log. Does not belong here: words for it, what is published.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pipelines import clock
from pipelines.product.arrivals import Arrival, waiting
from pipelines.product.runs import Run, read_runs
from pipelines.settings import Home

State = Literal["fresh", "waiting", "building", "failed", "empty"]
OVER = ("failed", "killed")


@dataclass(frozen=True)
class Health:
    """What there is, what waits, and the last runs, newest first."""

    published_at: datetime | None
    waiting: tuple[Arrival, ...]
    runs: tuple[Run, ...]

    @property
    def state(self) -> State:
        """What a reader must be told first: a run that goes on, one that failed, files that wait."""
        last = self.runs[0] if self.runs else None
        if last and last.state == "going":
            return "building"
        if last and last.state in OVER and (self.published_at is None or last.at > self.published_at):
            return "failed"
        if self.waiting:
            return "waiting"
        return "fresh" if self.published_at else "empty"


@dataclass(frozen=True)
class Room:
    """What the published files take, and what is left on their disk."""

    published_bytes: int
    kept_versions: int
    free_bytes: int


def read_health(home: Home) -> Health:
    """Look at an installation."""
    published = clock.changed_at(home.published) if home.published.exists() else None
    return Health(published, tuple(waiting(home)), tuple(read_runs(home)))


def read_room(home: Home) -> Room:
    """Measure the published files and the disk."""
    folder = home.published.parent
    return Room(home.published.stat().st_size, len(list(folder.glob("linli.*.duckdb"))), shutil.disk_usage(folder).free)
