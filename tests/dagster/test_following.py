"""Dagster follows a walk in another process: it hears of every stage, of failures and of a walk that was killed."""

from __future__ import annotations

import io
import pickle

import pytest

from pipelines.assets.follow import FollowedWalk
from pipelines.errors import LinliError
from pipelines.road import Received
from pipelines.settings import Home
from pipelines.warehouse.audit import CheckResult
from pipelines.warehouse.dbt_invocation import NodeOutcome

RECEIVED = {"visits": Received(1, 30, 900)}
NODES = [NodeOutcome("model.linli.fct_visit", "success", 0.1, None, None)]
CHECKS = [CheckResult("value_or_reason", 0, "zh", "en")]
FAILURE = ("构建失败", "build failed", "build_failed")


def heard(home: Home, *messages: object) -> FollowedWalk:
    return FollowedWalk(home, io.BytesIO(b"".join(map(pickle.dumps, messages))))


def test_every_stage_is_heard_of(home: Home) -> None:
    walk = heard(home, (RECEIVED, None), (NODES, None), (CHECKS, None))
    walk.ingest()
    assert walk.received() == RECEIVED
    assert walk.build() == NODES
    assert walk.publish() == CHECKS


def test_a_failure_comes_with_what_was_done_before_it(home: Home) -> None:
    walk = heard(home, (NODES, FAILURE))
    with pytest.raises(LinliError, match="build failed"):
        walk.build()
    assert walk.nodes == NODES


def test_silence_is_an_interruption(home: Home) -> None:
    with pytest.raises(LinliError) as told:
        heard(home).ingest()
    assert told.value.code == "interrupted"
