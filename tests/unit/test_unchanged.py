"""A run whose files had all been taken in before builds and publishes nothing, and says so in the run log."""

from __future__ import annotations

import pytest

from pipelines import road
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
