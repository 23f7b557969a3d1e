"""The run log tells what every run came to, also of one that nobody can ask any more."""

from __future__ import annotations

import pytest

from pipelines import road
from pipelines.errors import LinliError
from pipelines.product.runs import RunLog, log_file, read_runs
from pipelines.road import Walk
from pipelines.settings import Home


def test_a_failed_run_keeps_its_stage_and_its_reason(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise LinliError("磁盘已满", "the disk is full", code="cannot_write")

    monkeypatch.setattr(road, "ingest", full)
    monkeypatch.setattr(road, "require_deliveries", lambda _: None)
    with pytest.raises(LinliError):
        Walk(home).ingest()
    (run,) = read_runs(home)
    assert (run.state, run.stage) == ("failed", "ingest")
    assert run.failure is not None
    assert (run.failure.code, run.failure.zh, run.failure.en) == ("cannot_write", "磁盘已满", "the disk is full")


def test_a_second_try_that_publishes_takes_the_place_of_the_failure(home: Home) -> None:
    log = RunLog(home)
    log.stage("ingest")
    log.failed(OSError("no space"))
    assert read_runs(home)[0].state == "failed"
    log.stage("ingest")
    log.published(files=3, rows=40)
    (run,) = read_runs(home)
    assert (run.state, run.failure, run.facts) == ("published", None, {"files": 3, "rows": 40})


def test_a_run_goes_on_while_its_process_lives_and_was_killed_afterwards(home: Home) -> None:
    done, live = RunLog(home), RunLog(home)
    done.stage("build")
    done.published()
    live.stage("build")
    states = {run.state for run in read_runs(home)}
    assert states == {"published", "going"}
    assert live._stream is not None
    live._stream.close()
    assert {run.state for run in read_runs(home)} == {"published", "killed"}


def test_a_run_that_is_turned_away_is_no_news_and_hides_no_live_one(home: Home) -> None:
    live, second = RunLog(home), RunLog(home)
    live.stage("build")
    second.stage("ingest")
    second.failed(LinliError("另一个 linli 正在运行", "another one runs", code="locked"))
    assert [run.state for run in read_runs(home)] == ["going"]


def test_a_torn_line_is_passed_over(home: Home) -> None:
    log = RunLog(home)
    log.stage("ingest")
    log.published()
    with log_file(home).open("ab") as stream:
        stream.write(b'{"run_id": "torn", "at": "2026-')
    assert [run.state for run in read_runs(home)] == ["published"]


def test_without_a_log_there_are_no_runs(home: Home) -> None:
    assert read_runs(home) == []
