"""Killed at any step that reaches the disk: a delivery or a decision is there whole or not at all, and can be repeated.

The steps are counted in a process of its own, which kills itself (SIGKILL) before the given one. What had been written
to a file but not yet brought to disk loses its end, as it would when the power fails.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipelines.catalog.contracts import load_contracts
from pipelines.catalog.jurisdictions import Review
from pipelines.errors import LinliError
from pipelines.intake import decisions, ingest
from pipelines.intake.ledger import Ledger
from pipelines.intake.lock import only_writer
from pipelines.intake.raw_tables import register_raw
from pipelines.settings import Home

SENDER = "330482001034"
REVIEWS = {"330482001": Review(since=date(2016, 1, 1), unit_types=("community",))}
UNITS = (
    "单位代码,代码体系,单位名称,单位类型,上级代码,启用日期\n"
    "330482001,统计局,当湖街道,街道,,2000-01-01\n330482001034,统计局,松枫社区,社区,330482001,2000-01-01\n"
)
VISITS = "走访日期,户编号,走访人工号\n2017-03-14,SF-1,SF003\n2017-03-15,SF-2,SF003\n"
CONTRACTS = load_contracts()
MORTAL = """
import os, pathlib, signal, stat, sys
from datetime import date
from pathlib import Path
from pipelines.catalog.jurisdictions import Review
from pipelines.intake import corrections, decisions, ingest
from pipelines.settings import Home
last, steps = int(sys.argv[2]), 0
def mortal(call, tears=False):
    def step(target, *rest, **named):
        global steps
        steps += 1
        if steps == last:
            if tears and stat.S_ISREG(os.fstat(target).st_mode):
                os.ftruncate(target, max(os.fstat(target).st_size - 5, 0))
            os.kill(os.getpid(), signal.SIGKILL)
        return call(target, *rest, **named)
    return step
home = Home(Path(sys.argv[1]))
decisions.load_reviews = lambda: {"330482001": Review(since=date(2016, 1, 1), unit_types=("community",))}
os.fsync = mortal(os.fsync, tears=True)
pathlib.Path.replace, pathlib.Path.unlink = mortal(pathlib.Path.replace), mortal(pathlib.Path.unlink)
"""
ACTIONS = {
    "ingest": "ingest(home)",
    "withdraw": "decisions.withdraw(home, sys.argv[3], 'x', 'y')",
    "approve": "decisions.review(home, [sys.argv[3]], 'approved', 'x', 'y')",
    "return": "decisions.review(home, [sys.argv[3]], 'returned', 'x', 'y')",
    "close": "decisions.close(home, '330482001', '2017-Q2', 'x', 'y', reopen=False)",
    "correct": "corrections.correct(home, corrections.Cell(sys.argv[4], '人口', 2, '户数'), '60', None, 'x', 'y')",
}
OUTCOMES = {
    "withdraw": "withdrawn",
    "approve": "ingested",
    "return": "returned",
    "close": "closed",
    "correct": "corrected",
}


def drop(home: Home, sender: str, name: str, text: str) -> None:
    path = home.landing / sender / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def visits(home: Home) -> list[tuple[str, str, int]]:
    """Id, status and rows of each delivery of visits, as the warehouse sees them."""
    with duckdb.connect() as connection:
        register_raw(connection, home, CONTRACTS, REVIEWS)
        return connection.sql(
            """select delivery_id, status, (select count(*) from raw.visits v where v.delivery_id = d.delivery_id)
               from raw.delivery d where dataset = 'visits'"""
        ).fetchall()


def attempt(home: Home, action: str, step: int, delivery_id: str = "") -> bool:
    """Do something in a process that dies before a step; False where it had no such step and went through."""
    code = MORTAL + ACTIONS[action]
    project = str(Path(__file__).parents[2])
    population = next(path.stem for path in (home.raw / "population").glob("*.parquet"))
    done = subprocess.run(
        [sys.executable, "-c", code, str(home.root), str(step), delivery_id, population],
        env=os.environ | {"PYTHONPATH": project},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


def deaths(home: Home, action: str, delivery_id: str = "") -> Iterator[int]:
    """Yield after each death, a step later each time, until the action goes through."""
    step = 1
    while attempt(home, action, step, delivery_id):
        yield step
        step += 1


def standing(home: Home, action: str) -> bool:
    """Tell whether a decision is in the ledger."""
    events = Ledger(home.ledger).events()
    return any(
        OUTCOMES[action] in (event["event"], event.get("decision", "").replace("approved", "ingested"))
        for event in events
    )


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An installation with a register and one delivery that waits for approval."""
    home = Home(tmp_path / "home")
    drop(home, "330482001", "units.csv", UNITS)
    drop(home, SENDER, "走访.csv", VISITS)
    drop(home, SENDER, "人口.csv", "统计日期,户数,常住人口,城镇人口\n2017-03-31,50,120,120\n")
    assert ingest(home).refused == 0
    return home


def test_a_delivery_is_whole_or_not_there(home: Home) -> None:
    text = VISITS.replace("2017-03", "2017-04")
    drop(home, SENDER, "四月.csv", text)
    seen = []
    for _ in deaths(home, "ingest"):
        found = visits(home)
        assert {rows for _, _, rows in found} == {2}
        seen.append(len(found))
        # The file may have left already; whoever is not sure sends it again.
        drop(home, SENDER, "四月.csv", text)
    assert len(seen) >= 4
    assert sorted(seen) == seen and set(seen) == {1, 2}
    assert [rows for _, _, rows in visits(home)] == [2, 2]
    assert not [path for path in home.landing.rglob("*") if path.is_file()]


@pytest.mark.parametrize("action", ["withdraw", "approve", "return", "close", "correct"])
def test_a_decision_is_whole_or_not_there_and_can_be_made_again(home: Home, action: str) -> None:
    ((delivery_id, before, _),) = visits(home)
    assert before == "submitted"
    count = 0
    for _ in deaths(home, action, delivery_id):
        count += 1
        assert not standing(home, action)
        assert visits(home) == [(delivery_id, "submitted", 2)]
    assert count >= 1
    assert standing(home, action)


def test_a_second_decision_at_the_same_time_is_told_to_wait(home: Home) -> None:
    ((delivery_id, _, _),) = visits(home)
    with only_writer(home):
        for action in (
            lambda: decisions.withdraw(home, delivery_id, "x", "y"),
            lambda: decisions.close(home, SENDER, "2017", "x", "y", reopen=False),
        ):
            with pytest.raises(LinliError) as caught:
                action()
            assert caught.value.code == "locked"
    assert visits(home) == [(delivery_id, "submitted", 2)]
