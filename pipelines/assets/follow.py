"""Dagster follows a walk that goes on in another process: the same job, whose stages end when that process has told so.

Run as a module by followed.py, which writes one pickled message a stage to its standard input: what came of it, and why
it failed if it did. Belongs here: reading them. Does not belong here: the job (job.py), walking (road.py).
"""

from __future__ import annotations

import pickle
import sys
from datetime import date
from typing import IO, TYPE_CHECKING, Any

from pipelines.assets.job import walk_in_process
from pipelines.errors import LinliError
from pipelines.intake import IntakeSummary
from pipelines.road import Received, Walk
from pipelines.settings import Home, home

if TYPE_CHECKING:
    from pipelines.warehouse.audit import CheckResult
    from pipelines.warehouse.dbt_invocation import NodeOutcome


class FollowedWalk(Walk):
    """A walk as it is heard of: each stage waits until the walking process has told what came of it."""

    def __init__(self, place: Home, told: IO[bytes]) -> None:
        super().__init__(place)
        self._told = told
        self._received: dict[str, Received] = {}

    def ingest(self) -> IntakeSummary:
        """Hear what was received."""
        self._received, failure = self._hear()
        _require_success(failure)
        return IntakeSummary(())

    def received(self) -> dict[str, Received]:
        """Return what was heard of."""
        return self._received

    def build(self, as_of: date | None = None) -> list[NodeOutcome]:
        """Hear what came of models and tests, of a failed build too."""
        self.nodes, failure = self._hear()
        _require_success(failure)
        return self.nodes

    def publish(self) -> list[CheckResult]:
        """Hear what the audit found."""
        self.checks, failure = self._hear()
        _require_success(failure)
        self.is_unchanged = not self.checks
        return self.checks

    def _hear(self) -> Any:
        try:
            return pickle.load(self._told)
        except EOFError:
            raise LinliError(
                "运行被中断, 未发布。", "the run was interrupted, nothing was published.", "interrupted"
            ) from None


def _require_success(failure: tuple[str, str, str] | None) -> None:
    if failure:
        raise LinliError(*failure)


def main(as_of: str) -> None:
    """Follow one walk to its end, whichever that is."""
    try:
        walk_in_process(FollowedWalk(home(), sys.stdin.buffer), date.fromisoformat(as_of) if as_of else None)
    except LinliError:
        return


if __name__ == "__main__":
    main(sys.argv[1])
