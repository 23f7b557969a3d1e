"""One follow-up as a delivery, and those that wait for a run read back."""

from __future__ import annotations

import csv
import datetime as dt
import os
from dataclasses import replace

import pytest

from pipelines.errors import LinliError
from pipelines.intake.landing import pending
from pipelines.product.follow_up import FollowUp, as_file, day_of, hand_in_follow_up, waiting
from pipelines.settings import Home

SAID = FollowUp(
    "330482001034",
    "danghu_2017.station_leaders",
    dt.date(2018, 6, 30),
    "in_progress",
    dt.date(2018, 9, 30),
    "松枫社区居委会",
    '两位人选，"一正一副"\n待任命',
)


def test_it_is_headed_as_the_contract_heads_it() -> None:
    name, content = as_file(SAID)
    assert name == "督办反馈_330482001034_danghu_2017.station_leaders.csv"
    heads, row = csv.reader(content.decode("utf-8-sig").splitlines(keepends=True))
    assert dict(zip(heads, row, strict=True)) == {
        "单位代码": "330482001034",
        "条款编号": "danghu_2017.station_leaders",
        "反馈日期": "2018-06-30",
        "办理状态": "办理中",
        "承诺完成日期": "2018-09-30",
        "承办单位": "松枫社区居委会",
        "办理说明": '两位人选，"一正一副"\n待任命',
    }


@pytest.mark.parametrize("text", ["2018-09-30", "2018.9.30", "2018年9月30日", " 2018/09/30 "])
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert day_of(text) == dt.date(2018, 9, 30)


@pytest.mark.parametrize("text", ["2018-09", "2018-02-30", "月底", "2018-9-30-1"])
def test_what_is_no_day_is_told(text: str) -> None:
    with pytest.raises(LinliError):
        day_of(text)


def test_what_waits_is_read_back_the_last_word_first(home: Home) -> None:
    assert waiting(home) == {}
    first = hand_in_follow_up(home, "330482001", SAID)
    last = replace(SAID, state="done", promised_on=None, remark="")
    second = hand_in_follow_up(home, "330482001034", last)
    os.utime(first, (1_000_000, 1_000_000))
    os.utime(second, (2_000_000, 2_000_000))
    assert waiting(home) == {(SAID.unit, SAID.clause_id): last}
    assert pending(home) == sorted([first, second])
    first.unlink()
    second.unlink()
    assert waiting(home) == {}


def test_a_file_of_somebody_else_is_no_follow_up(home: Home) -> None:
    folder = home.landing / "330482001"
    folder.mkdir(parents=True)
    (folder / "督办反馈_1_a.csv").write_text("单位,条款\n1,a\n", encoding="utf-8")
    (folder / "督办反馈_2_b.csv").write_bytes(b"\xff\xfe\x00")
    _, content = as_file(replace(SAID, state="done"))
    (folder / "督办反馈_3_c.csv").write_bytes(content.replace("已办结".encode(), "快了".encode()))
    assert waiting(home) == {}


def test_a_note_never_becomes_a_formula(home: Home) -> None:
    hand_in_follow_up(home, "1", replace(SAID, remark="=1+1", assigned_to="@cmd"))
    (said,) = waiting(home).values()
    assert (said.remark, said.assigned_to) == ("'=1+1", "'@cmd")
