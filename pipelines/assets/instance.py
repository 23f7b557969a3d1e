"""Dagster's own state, below LINLI_HOME.

Belongs here: its settings file and how it is opened. Does not belong here: what runs (job.py).
Run as a module, it writes the settings and prints the folder, for `make orchestrate`.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import dagster as dg
from dagster._core.instance.ref import InstanceRef

from pipelines.settings import Home, home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SETTINGS = """\
telemetry:
  enabled: false
# No invitation to a newsletter over the first page.
nux:
  enabled: false
# One writer at a time: a second run waits in the queue.
concurrency:
  runs:
    max_concurrent_runs: 1
event_log_storage:
  module: pipelines.assets.event_log
  class: PooledEventLogStorage
  config:
    base_dir: {events}
retention:
  schedule:
    purge_after_days: 90
  sensor:
    purge_after_days: {{skipped: 7, failure: 30, success: 90}}
"""
NO_CAPTURE = {"module": "dagster._core.storage.noop_compute_log_manager", "class": "NoOpComputeLogManager"}


def prepare(place: Home) -> Path:
    """Write Dagster's settings and return its folder."""
    place.dagster.mkdir(parents=True, exist_ok=True)
    settings = SETTINGS.format(events=place.dagster / "history" / "runs")
    file = place.dagster / "dagster.yaml"
    if not file.exists() or file.read_text(encoding="utf-8") != settings:
        file.write_text(settings, encoding="utf-8")
    return place.dagster


@contextmanager
def open_instance(place: Home) -> Iterator[dg.DagsterInstance]:
    """Open the instance that Dagster's pages show as well; what this process prints stays on its terminal."""
    ref = InstanceRef.from_dir(str(prepare(place)), overrides={"compute_logs": NO_CAPTURE})
    with dg.DagsterInstance.from_ref(ref) as instance:
        yield instance


if __name__ == "__main__":
    sys.stdout.write(f"{prepare(home())}\n")
