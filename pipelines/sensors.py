"""What starts a walk as soon as files lie in the landing folder.

Belongs here: noticing files. Does not belong here: judging them (intake/).
"""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

import dagster as dg

from pipelines.assets.job import JOB
from pipelines.intake import pending

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.settings import Home

SETTLED_SECONDS = 10.0


def landing_sensor(home: Home) -> dg.SensorDefinition:
    """Return the sensor of an installation's landing folder."""

    @dg.sensor(
        name="landing",
        job_name=JOB,
        minimum_interval_seconds=30,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Walks the road when files lie in the landing folder and none is still being copied.",
    )
    def landing(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        files = pending(home)
        if not files:
            return dg.SkipReason(f"no file in {home.landing}")
        key, newest = listing(files)
        if key == context.cursor:
            return dg.SkipReason(f"{len(files)} files still there after a run was asked for them; see that run")
        if time.time() - newest < SETTLED_SECONDS:
            return dg.SkipReason("files are still arriving")
        return dg.SensorResult(run_requests=[dg.RunRequest(run_key=key)], cursor=key)

    return landing


def listing(files: list[Path]) -> tuple[str, float]:
    """Name the set of files as it stands, and when the newest of them was written."""
    digest = hashlib.sha256()
    newest = 0.0
    for file in sorted(files):
        found = file.stat()
        digest.update(f"{file}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
        newest = max(newest, found.st_mtime)
    return digest.hexdigest()[:32], newest
