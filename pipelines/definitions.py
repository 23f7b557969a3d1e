"""The one code location of Dagster: `dagster dev -m pipelines.definitions`.

Belongs here: putting the pieces together. Does not belong here: any of the pieces.
"""

from __future__ import annotations

import dagster as dg

from pipelines.assets.job import road
from pipelines.road import Walk
from pipelines.schedules import DAILY
from pipelines.sensors import landing_sensor
from pipelines.settings import home

# A failure that a person must mend is not tried again (assets/telling.py); a full disk or a busy writer may pass.
RETRY = dg.RetryPolicy(max_retries=3, delay=30, backoff=dg.Backoff.EXPONENTIAL)

defs = dg.Definitions.merge(
    road(Walk(home()), RETRY),
    dg.Definitions(schedules=[DAILY], sensors=[landing_sensor(home())]),
)
