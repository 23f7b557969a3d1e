"""What a clerk or a broken disk can do to a run: a clear line, the right exit code, nothing lost.

One installation through a bad week; the tests of this module are its days, in order.
"""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import deliver, run_linli, start_linli

from pipelines.intake.lock import only_writer
from pipelines.product.published import open_published
from pipelines.settings import Home

STREET = "D9-S1"
UNITS = """单位代码,代码体系,单位名称,单位类型,上级代码,城乡,启用日期,停用日期,原单位代码,承接比例
D9,演示,示范区,区,,,2000-01-01,,,
D9-S1,演示,示范街道,街道,D9,,2000-01-01,,,
D9-C1,演示,甲社区,社区,D9-S1,城市,2000-01-01,,,
D9-C2,演示,乙社区,社区,D9-S1,城市,2000-01-01,,,
"""
JANUARY = """单位,走访日期,户编号,走访人工号
甲社区,2014-01-06,A-001,A1
甲社区,2014-01-07,A-002,A1
丙社区,2014-01-08,C-001,C1
乙社区,2014-01-32,B-001,B1
"""
FEBRUARY = """单位,走访日期,户编号,走访人工号
甲社区,2014-02-06,A-001,A1
乙社区,2014-02-07,B-001,B1
"""
JANUARY_END = "2014-01-31T09:00:00"
UNREADABLE = b"PK\x03\x04 this was an Excel file once"
NO_SUCH_FORM = "姓名,爱好\n演示某,下棋\n"
WITHOUT_A_DAY = "单位,户编号,走访人工号\n甲社区,A-001,A1\n"


def ask(home: Home, sql: str) -> list[tuple[Any, ...]]:
    with open_published(home.published) as connection:
        return connection.execute(sql).fetchall()


def lines_of(answer: subprocess.CompletedProcess[str]) -> str:
    assert "Traceback" not in answer.stdout + answer.stderr
    return answer.stdout


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    yield Home(tmp_path_factory.mktemp("week") / "data")


def test_monday_nothing_has_been_delivered(week: Home) -> None:
    answer = run_linli(week, "run")
    assert answer.returncode == 1
    assert str(week.landing) in answer.stderr
    assert not week.published.exists()


def test_tuesday_good_and_bad_files_together(week: Home) -> None:
    files = {
        "单位.csv": UNITS,
        "一月走访.csv": JANUARY,
        "坏文件.xlsx": UNREADABLE,
        "爱好.csv": NO_SUCH_FORM,
        "缺日期.csv": WITHOUT_A_DAY,
    }
    contents = [deliver(week, STREET, name, content, JANUARY_END).read_bytes() for name, content in files.items()]
    answer = run_linli(week, "run")
    said = lines_of(answer)
    assert answer.returncode == 0, answer.stderr
    for name in ("坏文件.xlsx", "爱好.csv", "缺日期.csv"):
        assert sum(f"{STREET}/{name}" in line for line in said.splitlines()) == 1
    assert "走访日期" in next(line for line in said.splitlines() if "缺日期.csv" in line)
    assert "files: 5" in said and "refused 3" in said

    # Nothing is lost: every file is in the list of deliveries, every original is kept, landing is empty.
    listed = dict(ask(week, "select sha256, status from marts.dq_delivery"))
    assert listed.keys() == {hashlib.sha256(content).hexdigest() for content in contents}
    assert sorted(listed.values()) == ["accepted", "partly_accepted", "refused", "refused", "refused"]
    assert {path.name.split(".")[0] for path in week.originals.iterdir()} == listed.keys()
    assert not [path for path in week.landing.rglob("*") if path.is_file()]

    # A row about a unit that does not exist and a row on the 32nd of January are rejected, with where and why.
    rejected = ask(
        week,
        "select row_number, column_name, reason_code, length(reason_zh) > 5, length(reason_en) > 5"
        " from marts.dq_rejected_row order by 1",
    )
    assert rejected == [(4, "unit", "unknown_unit", True, True), (5, "visited_on", "bad_type", True, True)]
    counts = ask(week, "select rows_read, rows_accepted, rows_rejected from marts.dq_delivery where dataset = 'visits'")
    assert counts == [(4, 2, 2)]


def test_wednesday_the_same_file_again(week: Home) -> None:
    before = ask(week, "select * from marts.fct_measure order by all")
    deliver(week, STREET, "一月走访 (副本).csv", JANUARY, JANUARY_END)
    answer = run_linli(week, "run")
    assert answer.returncode == 0, answer.stderr
    assert "duplicate 1" in lines_of(answer)
    assert ask(week, "select * from marts.fct_measure order by all") == before
    assert not [path for path in week.landing.rglob("*") if path.is_file()]


def test_thursday_a_build_that_fails_half_way(week: Home, broken_raw: Path) -> None:
    published = week.published.read_bytes()
    deliver(week, STREET, "二月走访.csv", FEBRUARY, "2014-03-01T09:00:00")
    answer = run_linli(week, "run")
    lines_of(answer)
    assert answer.returncode == 1
    assert len(answer.stderr.strip().splitlines()) == 1
    assert week.published.read_bytes() == published
    assert sorted(path.name for path in week.published.parent.iterdir() if path.name.startswith(".")) == []


def test_friday_the_disk_is_mended(week: Home) -> None:
    # The delivery taken in on Thursday was not forgotten, though landing is empty now.
    answer = run_linli(week, "run")
    assert answer.returncode == 0, answer.stderr
    visited = ask(
        week,
        "select period_start::varchar, value::integer from marts.fct_measure where measure_id = 'households_visited'"
        " and unit_id = 'demo:D9' and period_type = 'month' and boundary = 'as_was' and value > 0 order by 1",
    )
    assert visited == [("2014-01-01", 2), ("2014-02-01", 2)]


def test_weekend_nothing_new(week: Home) -> None:
    published = week.published.read_bytes()
    answer = run_linli(week, "run")
    assert answer.returncode == 0
    assert "--full" in answer.stdout
    assert week.published.read_bytes() == published
    assert len(list(week.published.parent.glob("linli.*.duckdb"))) <= 3


def test_weekend_a_delivery_is_taken_back(week: Home) -> None:
    ((delivery,),) = ask(week, "select delivery_id from marts.dq_delivery where file_name = '二月走访.csv'")
    unknown = run_linli(week, "withdraw", "visits-000000000000", "--why", "报错了")
    assert unknown.returncode == 1
    assert len(unknown.stderr.strip().splitlines()) == 1
    answer = run_linli(week, "withdraw", delivery, "--why", "报错了月份", "--who", "示范街道")
    assert answer.returncode == 0, answer.stderr
    assert delivery in lines_of(answer)
    assert ask(week, "select month(visited_on), count(*) from core.fct_visit group by all") == [(1, 2)]
    said = ask(week, "select status, decided_by, decided_why from marts.dq_delivery where file_name = '二月走访.csv'")
    assert said == [("withdrawn", "示范街道", "报错了月份")]
    told = run_linli(week, "history", "visits", "D9-C1", "2014-02-06")
    assert told.returncode == 0 and "withdrawn" in told.stdout
    again = run_linli(week, "withdraw", delivery, "--why", "再撤一次")
    assert again.returncode == 1 and "示范街道" in again.stderr
    # Sent once more, the same bytes are a delivery like any other.
    deliver(week, STREET, "二月走访.csv", FEBRUARY, "2014-03-02T09:00:00")
    answer = run_linli(week, "run")
    assert answer.returncode == 0, answer.stderr
    assert ask(week, "select count(*) from core.fct_visit") == [(4,)]


def test_weekend_two_runs_at_once(week: Home) -> None:
    file = deliver(week, STREET, "三月走访.csv", FEBRUARY.replace("-02-", "-03-"), "2014-04-01T09:00:00")
    with only_writer(week):
        answer = run_linli(week, "run")
    assert answer.returncode == 1
    assert len(answer.stderr.strip().splitlines()) == 1
    assert file.exists()


def test_weekend_a_run_is_interrupted(week: Home) -> None:
    published = week.published.read_bytes()
    with start_linli(week, "run") as running:
        assert running.stdout is not None
        while "build" not in running.stdout.readline():
            assert running.poll() is None
        running.terminate()
        running.wait(timeout=60)
    assert running.returncode == 130
    assert week.published.read_bytes() == published
    answer = run_linli(week, "run")
    assert answer.returncode == 0, answer.stderr
    assert ask(week, "select count(*) from core.fct_visit") == [(6,)]


@pytest.fixture
def broken_raw(week: Home) -> Iterator[Path]:
    """A Parquet file of January's visits as a bad sector would leave it; mended afterwards."""
    file = next((week.raw / "visits").glob("*.parquet"))
    sound = file.read_bytes()
    file.write_bytes(sound[: len(sound) // 2])
    yield file
    file.write_bytes(sound)
