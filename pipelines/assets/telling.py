"""What surrounds a stage inside Dagster: how it can be interrupted, how its failure is told."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import dagster as dg

from pipelines.errors import LinliError
from pipelines.interrupts import interruptible

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def told() -> Iterator[None]:
    """Turn a LinliError into a failure with its text; only a busy installation is worth another try."""
    try:
        with interruptible():
            yield
    except LinliError as error:
        raise dg.Failure(description=str(error), allow_retries=error.code == "locked") from error
