"""`linli confirm` and the decisions as they are typed: what is proposed works as printed, what is wrong is one line."""

from __future__ import annotations

import re
import shlex

import pytest
from intake_samples import csv_bytes, drop, raw, run
from support import run_linli

from pipelines.intake.header_mappings import load_mappings
from pipelines.settings import Home

NEARLY = csv_bytes([["走访日起", "户编号", "走访人工号"], ["2017-03-14", "SF-1", "SF003"]])


def test_what_a_refusal_proposes_can_be_typed_as_it_stands(home: Home) -> None:
    drop(home, "走访.csv", NEARLY)
    (outcome,) = run(home).outcomes
    assert outcome.reason_code == "missing_column"
    proposed = re.search(r"linli (confirm .*?)\. Add them", outcome.reason_en or "")
    assert proposed is not None and proposed[1] in (outcome.reason_zh or "")
    told = run_linli(home, *shlex.split(proposed[1]), "--who", "张主任")
    assert told.returncode == 0, told.stderr
    assert "张主任" in told.stdout
    drop(home, "走访.csv", NEARLY)
    assert run(home).rows == 1
    assert raw(home).sql("select visited_on from raw.visits").fetchall() == [("2017-03-14",)]
    listed = run_linli(home, "confirm", "--list")
    assert [line.split()[:4] for line in listed.stdout.splitlines() if "visits" in line] == [
        ["visits", "走访日起", "visited_on", "张主任"]
    ]


def test_who_confirms_is_the_user_unless_said(home: Home) -> None:
    assert run_linli(home, "confirm", "visits", "走访的日子", "visited_on").returncode == 0
    (mapping,) = load_mappings(home)
    assert mapping.who and mapping.when


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["confirm", "visits", "走访日起"], 2),
        (["confirm", "visits", "走访日起", "nothing"], 1),
        (["withdraw", "visits-000000000000", "--why", "x"], 1),
        (["withdraw", "visits-000000000000"], 2),
        (["review", "visits-000000000000", "--remark", "x"], 1),
        (["review", "visits-000000000000", "--remark", "x", "--approve"], 1),
        (["close", "9", "2017-Q9", "--why", "x"], 1),
        (["correct", "visits-000000000000", "s", "2", "户数", "--new", "1", "--why", "x"], 1),
        (["history", "visits", "SF-1"], 1),
    ],
)
def test_what_is_wrong_is_said_in_one_line(home: Home, arguments: list[str], code: int) -> None:
    answer = run_linli(home, *arguments)
    assert answer.returncode == code
    assert answer.stdout == ""
    assert len(answer.stderr.strip().splitlines()) == 1
    assert "Traceback" not in answer.stderr
