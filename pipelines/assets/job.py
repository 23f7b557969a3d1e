"""The job `road`, and walking it in this process.

Belongs here: all assets together, the job over them. Does not belong here: when it runs (schedules.py, sensors.py).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import dagster as dg
from dagster._core.errors import DagsterExecutionInterruptedError

from pipelines.assets.ingest import ingest_assets
from pipelines.assets.instance import open_instance
from pipelines.assets.models import model_assets
from pipelines.assets.published import published_asset
from pipelines.errors import LinliError
from pipelines.warehouse.copying import PUBLISHED_SCHEMAS
from pipelines.warehouse.manifest import load_manifest

if TYPE_CHECKING:
    from datetime import date

    from pipelines.road import Walk

JOB = "road"


def road(walk: Walk, retry: dg.RetryPolicy | None = None) -> dg.Definitions:
    """Return every asset of the road and the job that walks it."""
    models = model_assets(walk, load_manifest(), retry)
    readable = [key for key in models.keys if key.path[0] in PUBLISHED_SCHEMAS]
    return dg.Definitions(
        assets=[ingest_assets(walk, retry), models, published_asset(walk, readable, retry)],
        jobs=[dg.define_asset_job(JOB, description="Landing to the published file.")],
        executor=dg.in_process_executor,
    )


def walk_in_process(walk: Walk, as_of: date | None = None) -> None:
    """Run the job once, here and now, and leave its history where Dagster's pages show it."""
    job = road(walk).resolve_job_def(JOB)
    config = {
        "ops": {"models": {"config": {"as_of": as_of.isoformat() if as_of else ""}}},
        "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
    }
    logging.getLogger("dagster").setLevel(logging.CRITICAL)
    with open_instance(walk.home) as instance:
        try:
            job.execute_in_process(instance=instance, run_config=config)
        except dg.Failure as failure:
            if isinstance(failure.__cause__, LinliError):
                raise failure.__cause__ from None
            raise
        except DagsterExecutionInterruptedError:
            raise KeyboardInterrupt from None
