"""What Dagster is told there is, as text: `python tests/dagster/snapshot.py > tests/dagster/definitions.txt`."""

from __future__ import annotations

import sys

import dagster as dg

from pipelines.definitions import defs

PUBLISHED = dg.AssetKey(["published", "linli"])


def snapshot() -> str:
    """List assets, those that lead to the published file marked; jobs, schedules, sensors."""
    repository = defs.get_repository_def()
    graph = repository.asset_graph
    leading = graph.get_ancestor_asset_keys(PUBLISHED)
    lines = [
        f"asset {'/'.join(key.path)}{' -> published' if key in leading else ''}"
        for key in sorted(graph.get_all_asset_keys(), key=lambda key: key.path)
    ]
    lines += [f"job {name}" for name in sorted(repository.job_names) if not name.startswith("__")]
    for schedule in repository.schedule_defs:
        when = f"{schedule.cron_schedule} {schedule.execution_timezone}"
        lines.append(f"schedule {schedule.name} -> {schedule.job_name} {when} {schedule.default_status.value}")
    for sensor in repository.sensor_defs:
        every = f"every {sensor.minimum_interval_seconds} s"
        lines.append(f"sensor {sensor.name} -> {sensor.job_name} {every} {sensor.default_status.value}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(snapshot())
