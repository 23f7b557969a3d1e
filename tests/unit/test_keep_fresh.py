"""`linli up` takes in what waits: one run at a time, no failing one twice for the same files, none left behind."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import duckdb
import pytest
from support import deliver

from pipelines.commands.keep_fresh import Keeper
from pipelines.product.program import program
from pipelines.product.runs import RunLog
from pipelines.settings import Home

LATER = 2**33


@pytest.fixture
def served(home: Home) -> Home:
    """An installation that has published once, with nothing new."""
    home.ledger.parent.mkdir(parents=True)
    home.ledger.write_text("")
    publish(home, program())
    return home


def publish(home: Home, made_by: str) -> None:
    home.published.parent.mkdir(parents=True, exist_ok=True)
    home.published.unlink(missing_ok=True)
    with duckdb.connect(str(home.published)) as con:
        con.execute("create schema meta")
        con.execute("create table meta.run as select ? as program", [made_by])


def counting(home: Home, then: str = "") -> tuple[str, ...]:
    """A command that adds a line to a file, then does something else."""
    home_here = "h = pathlib.Path(os.environ['LINLI_HOME'])"
    noted = "(h / 'runs').open('a').write('run\\n')"
    note = "; ".join(["import os, pathlib, time", home_here, noted, then])
    return sys.executable, "-c", note


def runs(home: Home) -> int:
    return (home.root / "runs").read_text().count("run") if (home.root / "runs").exists() else 0


def settle(keeper: Keeper) -> None:
    assert keeper._running is not None
    keeper._running.wait(20)


def test_nothing_runs_where_nothing_waits(served: Home) -> None:
    keeper = Keeper(served, counting(served))
    keeper.look()
    assert keeper._running is None


def test_a_file_that_waits_is_taken_in_and_its_run_logged(served: Home) -> None:
    deliver(served, "1", "a.csv", "x")
    keeper = Keeper(served, counting(served, "next(h.glob('landing/1/*')).unlink(); print('taken in')"))
    keeper.look()
    settle(keeper)
    keeper.look()
    assert runs(served) == 1
    assert (served.root / "logs" / "run.log").read_text() == "taken in\n"


def test_a_failing_run_is_repeated_only_for_something_new(served: Home) -> None:
    deliver(served, "1", "a.csv", "x")
    keeper = Keeper(served, counting(served, "raise SystemExit(1)"))
    for _ in range(3):
        keeper.look()
        settle(keeper)
    assert runs(served) == 1
    deliver(served, "1", "b.csv", "y")
    keeper.look()
    settle(keeper)
    assert runs(served) == 2


def test_a_decision_since_the_publication_is_work_too(served: Home) -> None:
    os.utime(served.ledger, (LATER, LATER))
    keeper = Keeper(served, counting(served))
    keeper.look()
    settle(keeper)
    keeper.look()
    assert runs(served) == 1


def test_one_run_at_a_time_and_none_beside_another(served: Home) -> None:
    deliver(served, "1", "a.csv", "x")
    keeper = Keeper(served, counting(served, "time.sleep(60)"))
    other = RunLog(served)
    other.stage("build")
    keeper.look()
    assert keeper._running is None
    other.failed(KeyboardInterrupt())
    keeper.look()
    first = keeper._running
    deliver(served, "1", "b.csv", "y")
    keeper.look()
    assert keeper._running is first
    began = time.monotonic()
    keeper.end()
    assert first is not None and first.returncode is not None
    assert time.monotonic() - began < 20
    assert Path(served.landing / "1" / "a.csv").exists()


def test_a_new_day_is_a_reason_to_judge_again_once(served: Home) -> None:
    two_days_ago = time.time() - 2 * 86_400
    for path in (served.ledger, served.published):
        os.utime(path, (two_days_ago, two_days_ago))
    keeper = Keeper(served, counting(served))
    keeper.look()
    settle(keeper)
    keeper.look()
    assert runs(served) == 1


@pytest.mark.parametrize("made_by", ["the one before", None])
def test_another_program_than_made_the_published_file_builds_it_again_once(served: Home, made_by: str | None) -> None:
    if made_by:
        publish(served, made_by)
    else:
        served.published.write_bytes(b"torn")
    keeper = Keeper(served, counting(served))
    keeper.look()
    settle(keeper)
    keeper.look()
    assert runs(served) == 1


def test_a_published_file_without_a_ledger_is_only_served(served: Home) -> None:
    served.ledger.unlink()
    publish(served, "the one before")
    keeper = Keeper(served, counting(served))
    keeper.look()
    assert keeper._running is None
