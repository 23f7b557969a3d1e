"""A file is delivered once, and what is wrong with it is told, whatever it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import deliver as put

from pipelines.errors import LinliError
from pipelines.intake import ingest
from pipelines.intake.landing import pending
from pipelines.product import upload as uploading
from pipelines.product.arrivals import on_the_way
from pipelines.product.upload import Upload, deliver, judge
from pipelines.settings import Home

VISITS = "走访日期,户编号,走访人工号\n2018-07-03,SF-0001,SF003\n".encode("gb18030")


def test_the_bytes_are_delivered_as_they_are(home: Home) -> None:
    path = deliver(home, Upload("330482001034", "C:\\报表\\走访.csv", VISITS))
    assert path == home.landing / "330482001034" / "走访.csv"
    assert path.read_bytes() == VISITS


def test_the_same_bytes_are_delivered_once_while_they_wait_and_after(home: Home) -> None:
    deliver(home, Upload("1", "走访.csv", VISITS))
    with pytest.raises(LinliError) as told:
        deliver(home, Upload("1", "又一份.csv", VISITS))
    assert told.value.code == "duplicate"
    assert "走访.csv" in told.value.zh
    assert ingest(home).rows == 1
    with pytest.raises(LinliError) as told:
        deliver(home, Upload("1", "又一份.csv", VISITS))
    assert told.value.code == "duplicate"
    assert not pending(home)
    assert deliver(home, Upload("2", "走访.csv", VISITS)).exists()


def test_what_is_on_the_way_is_listed_until_it_is_published(home: Home) -> None:
    put(home, "1", "走访.csv", VISITS, "2018-07-04T09:00:00")
    put(home, "1", "坏.xlsx", b"no workbook", "2018-07-05T09:00:00")
    assert {(one.file_name, one.state) for one in on_the_way(home, ())} == {
        ("走访.csv", "waiting"),
        ("坏.xlsx", "waiting"),
    }
    outcomes = ingest(home).outcomes
    refused, taken = on_the_way(home, ())
    assert (taken.file_name, taken.state, taken.dataset) == ("走访.csv", "taken_in", "visits")
    assert (refused.file_name, refused.state) == ("坏.xlsx", "refused")
    assert refused.reason("zh") and refused.reason("en")
    assert on_the_way(home, {name for one in outcomes for name in one.delivery_ids}) == []


def test_a_file_that_is_too_large_is_not_even_read(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "MOST_MIB", 0)
    refusal = judge(home, Upload("1", "走访.csv", VISITS)).check.refusal
    assert refusal is not None and refusal.code == "too_big"


def test_a_failure_of_the_program_is_a_calm_refusal(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path, place: Home, sender_code: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(uploading, "check_file", fail)
    judged = judge(home, Upload("1", "走访.csv", VISITS))
    assert judged.check.refusal is not None and judged.check.refusal.code == "internal_error"
    assert "ZeroDivisionError" in judged.check.refusal.zh


def test_without_a_published_file_it_is_said_what_to_run(home: Home) -> None:
    refusal = judge(home, Upload("1", "走访.csv", VISITS)).check.refusal
    assert refusal is not None and refusal.code == "no_published_file"
