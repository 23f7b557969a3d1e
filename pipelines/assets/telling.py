"""How a failure of a stage is told to Dagster."""

from __future__ import annotations

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
        yield
    except LinliError as error:
        raise dg.Failure(description=str(error), allow_retries=error.code == "locked") from error
