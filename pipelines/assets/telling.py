"""What surrounds a stage inside Dagster: how it can be interrupted, how its failure is told."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import dagster as dg

from pipelines.errors import LinliError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def told() -> Iterator[None]:
    """Turn a LinliError into a failure with its text; only a busy installation is worth another try."""
    try:
        with _interruptible():
            yield
    except LinliError as error:
        raise dg.Failure(description=str(error), allow_retries=error.code == "locked") from error


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM stop a stage at once, as a KeyboardInterrupt, on which dbt cancels its queries.

    Dagster's own handlers only take note of a signal until the stage is done.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.default_int_handler) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
