"""A walk in this process, and Dagster following it in another, so that neither waits for the other.

Belongs here: starting the follower and telling it what came of each stage. Does not belong here: what it makes of that
(assets/follow.py). Dagster takes some seconds to start, to plan and to keep its events, as much as dbt does.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from pipelines.errors import LinliError
from pipelines.interrupts import interruptible
from pipelines.settings import PROJECT_DIR, Home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from pipelines.road import Walk


def history_log(home: Home) -> Path:
    """Where the follower writes when something is amiss with it."""
    return home.root / "logs" / "history.log"


class Follower:
    """The process that enters a walk into Dagster's history."""

    def __init__(self, home: Home, as_of: date | None) -> None:
        log = history_log(home)
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            # Its own session: what interrupts the walk must not keep it from entering that.
            self._process = subprocess.Popen(
                [sys.executable, "-m", "pipelines.assets.follow", as_of.isoformat() if as_of else ""],
                cwd=PROJECT_DIR,
                env={**os.environ, "LINLI_HOME": str(home.root)},
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    @contextmanager
    def told(self, facts: Callable[[], object]) -> Iterator[None]:
        """Tell what came of a stage, a failure included; one that was interrupted is told of by silence."""
        try:
            with interruptible():
                yield
        except LinliError as error:
            self._tell((facts(), (error.zh, error.en, error.code)))
            raise
        except Exception as error:
            self._tell((facts(), (repr(error), repr(error), "unexpected")))
            raise
        self._tell((facts(), None))

    def _tell(self, message: object) -> None:
        # A follower that is gone is noticed at the end.
        with suppress(BrokenPipeError):
            assert self._process.stdin is not None
            pickle.dump(message, self._process.stdin)
            self._process.stdin.flush()

    def dismiss(self) -> None:
        """Say that there is nothing more to come."""
        with suppress(BrokenPipeError):
            assert self._process.stdin is not None
            self._process.stdin.close()

    def finished(self) -> bool:
        """Wait until all is entered; tell whether it is."""
        return self._process.wait() == 0


def walk_followed(walk: Walk, as_of: date | None) -> Follower:
    """Walk the road once in this process; return the follower, which may still be writing.

    After a failure the follower ends by itself.
    """
    with ExitStack() as stack:
        follower = Follower(walk.home, as_of)
        stack.callback(follower.dismiss)
        with follower.told(walk.received):
            walk.ingest()
        with follower.told(lambda: walk.nodes):
            walk.build(as_of)
        with follower.told(lambda: walk.checks):
            walk.publish()
    return follower
