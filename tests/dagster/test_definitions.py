"""The code location: what it lists, what its sensor notices, what a walk leaves in its history."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import dagster as dg
import pytest
from support import deliver

from pipelines.assets.instance import open_instance
from pipelines.sensors import SETTLED_SECONDS, landing_sensor
from pipelines.settings import Home

HERE = Path(__file__).parent


def test_assets_jobs_schedules_and_sensors_are_those_written_down(home: Home) -> None:
    answer = subprocess.run(
        [sys.executable, str(HERE / "snapshot.py")],
        env={**os.environ, "LINLI_HOME": str(home.root)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    written = (HERE / "definitions.txt").read_text(encoding="utf-8")
    assert answer.stdout == written, "when the change is meant: see snapshot.py"


def evaluate(home: Home, cursor: str | None = None) -> dg.SensorResult | dg.SkipReason:
    with dg.build_sensor_context(cursor=cursor) as context:
        told = landing_sensor(home)(context)
    assert isinstance(told, dg.SensorResult | dg.SkipReason)
    return told


def test_the_sensor_asks_once_for_files_that_have_settled(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(evaluate(home), dg.SkipReason)

    deliver(home, "330482001034", "花名册.csv", "单位,统计日期\n")
    arriving = evaluate(home)
    assert isinstance(arriving, dg.SkipReason)
    assert "arriving" in (arriving.skip_message or "")

    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + SETTLED_SECONDS + 1)
    asked = evaluate(home)
    assert isinstance(asked, dg.SensorResult)
    assert len(asked.run_requests or []) == 1

    # Files that a run has left there are not asked for again and again; another file is.
    assert isinstance(evaluate(home, asked.cursor), dg.SkipReason)
    deliver(home, "330482001034", "走访.csv", "单位,走访日期\n")
    monkeypatch.setattr(time, "time", lambda: now + 2 * SETTLED_SECONDS + 2)
    assert isinstance(evaluate(home, asked.cursor), dg.SensorResult)


def test_a_walk_leaves_its_history(demo_home: Home) -> None:
    with open_instance(demo_home) as instance:
        assert [run.status for run in instance.get_runs()] == [dg.DagsterRunStatus.SUCCESS]
        for key in (["raw", "visits"], ["marts", "fct_indicator"], ["published", "linli"]):
            assert instance.get_latest_materialization_event(dg.AssetKey(key)) is not None
        received = instance.get_latest_materialization_event(dg.AssetKey(["raw", "visits"]))
        assert received is not None and received.asset_materialization is not None
        assert received.asset_materialization.metadata["new_rows"].value > 100_000
