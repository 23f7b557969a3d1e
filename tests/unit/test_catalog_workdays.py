"""Working days: which days are worked, and lists that are refused with file and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.catalog.workdays import Workday, load_workdays
from pipelines.errors import LinliError
from pipelines.settings import SEEDS_DIR

CALENDAR = {workday.day: workday for workday in load_workdays(SEEDS_DIR / "reference" / "workdays.csv")}


def worked(first: date, last: date) -> list[int]:
    """The days of the month from first to last that are worked."""
    return [day.day for day, workday in CALENDAR.items() if first <= day <= last and workday.is_working]


def test_every_day_of_2004_to_2026_is_known() -> None:
    assert (min(CALENDAR), max(CALENDAR)) == (date(2004, 1, 1), date(2026, 12, 31))
    assert len(CALENDAR) == (date(2027, 1, 1) - date(2004, 1, 1)).days


def test_national_day_week_of_2017_is_off_and_the_saturday_before_is_worked() -> None:
    # 1 to 8 October 2017 were off (Mid-autumn fell into the week); Saturday 30 September was worked in exchange.
    assert worked(date(2017, 9, 25), date(2017, 10, 14)) == [25, 26, 27, 28, 29, 30, 9, 10, 11, 12, 13]


def test_both_weekends_around_national_day_of_2013_are_shifted() -> None:
    # Sunday 29 September and Saturday 12 October 2013 were worked for Friday 4 and Monday 7 October.
    assert worked(date(2013, 9, 28), date(2013, 10, 13)) == [29, 30, 8, 9, 10, 11, 12]
    assert CALENDAR[date(2013, 10, 12)].occasion == "国庆节"


@given(st.sampled_from(sorted(CALENDAR)))
def test_a_day_without_an_occasion_follows_the_week(day: date) -> None:
    workday = CALENDAR[day]
    assert workday.is_working == ((day.weekday() < 5) == (workday.occasion is None))


def write(folder: Path, *rows: str) -> Path:
    path = folder / "workdays.csv"
    path.write_text("\n".join(["day,kind,occasion", *rows]) + "\n", encoding="utf-8")
    return path


def test_a_listed_year_is_there_from_its_first_day_to_its_last(tmp_path: Path) -> None:
    days = load_workdays(write(tmp_path, "2013-01-01,off,元旦"))
    assert days[0] == Workday(date(2013, 1, 1), False, "元旦")
    assert days[1] == Workday(date(2013, 1, 2), True, None)
    assert days[-1].day == date(2013, 12, 31)


@pytest.mark.parametrize(
    ("rows", "line", "says"),
    [
        (["2013-01-01,off,元旦", "2013-01-01,off,元旦"], 3, "out of order"),
        (["2013-05-01,off,劳动节", "2013-01-01,off,元旦"], 3, "out of order"),
        (["2013-01-01,off,元旦", "2015-01-01,off,元旦"], 3, "year 2014 is missing"),
        (["2013-01-05,off,元旦"], 2, "no exception"),
        (["2013-01-04,working,元旦"], 2, "no exception"),
        (["2013-13-01,off,元旦"], 2, "day"),
        (["2013-01-01,free,元旦"], 2, "kind"),
        (["2013-01-01,off,"], 2, "occasion"),
        (["2013-01-01,off,元旦,x"], 2, "None"),
    ],
)
def test_a_wrong_list_is_refused_with_its_line(tmp_path: Path, rows: list[str], line: int, says: str) -> None:
    path = write(tmp_path, *rows)
    with pytest.raises(LinliError) as caught:
        load_workdays(path)
    assert f"{path}:{line}" in caught.value.en
    assert says in caught.value.en


def test_a_list_without_its_header_or_file_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path)
    path.write_text("日期,类别\n", encoding="utf-8")
    with pytest.raises(LinliError, match="columns"):
        load_workdays(path)
    with pytest.raises(LinliError, match="cannot read"):
        load_workdays(tmp_path / "none.csv")
