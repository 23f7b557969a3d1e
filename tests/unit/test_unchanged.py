"""A run whose files had all been taken in before builds and publishes nothing, and says so in the run log."""

from __future__ import annotations

import errno
import os

import pytest

from pipelines import road
from pipelines.errors import LinliError
from pipelines.product.runs import read_runs
from pipelines.settings import Home


def test_files_that_had_been_taken_in_build_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(road, "up_to_date", lambda _: True)
    walk = road.Walk(home)
    assert walk.build() == []
    assert walk.publish() == []
    assert not home.warehouse.exists()
    (told,) = read_runs(home)
    assert told.state == "published"
    assert "checks" not in told.facts


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "disk_full"),
        (
            LinliError("构建失败", "Could not write file: No space left on device Log: dbt.log", "build_failed"),
            "disk_full",
        ),
        (LinliError("构建失败", "no such column", "build_failed"), "build_failed"),
    ],
)
def test_a_stage_that_ends_for_want_of_room_says_so(home: Home, failure: Exception, code: str) -> None:
    home.root.mkdir()
    with pytest.raises(LinliError) as told, road.Walk(home)._stage("build"):
        raise failure
    assert told.value.code == code
    (run,) = read_runs(home)
    assert run.failure is not None and run.failure.code == code
