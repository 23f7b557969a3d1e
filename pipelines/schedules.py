"""When the road is walked by the clock.

Belongs here: times. Does not belong here: what runs (assets/job.py), what starts it by event (sensors.py).
"""

from __future__ import annotations

import dagster as dg

from pipelines.assets.job import JOB

# Every day, deliveries or none: due dates pass and periods end without anybody sending a file.
DAILY = dg.ScheduleDefinition(
    name="daily",
    job_name=JOB,
    cron_schedule="0 6 * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Every morning at six.",
)
