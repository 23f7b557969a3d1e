"""The calendar of the published file against Python's own."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from support import Demo

from pipelines.product.published import open_published

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
EPOCH = dt.date(1970, 1, 5)


@pytest.fixture(scope="module")
def periods(demo: Demo) -> list[tuple]:
    return (
        open_published(demo.home.published)
        .execute(
            "select period_type, period_start, period_end, label, step_from, step_to, bucket, mask,"
            " same_period_last_year_start from marts.dim_period"
        )
        .fetchall()
    )


def test_weeks_are_iso_weeks(periods: list[tuple]) -> None:
    weeks = [period for period in periods if period[0] == "week"]
    assert weeks
    by_label = {period[3]: period[1] for period in weeks}
    for _, start, end, label, step, last_step, bucket, mask, year_before in weeks:
        year, week, weekday = start.isocalendar()
        assert (label, weekday, end - start) == (f"{year}-W{week:02}", 1, dt.timedelta(days=6))
        assert step == last_step == (start - EPOCH).days // 7
        assert (bucket, mask) == (step // 48, 1 << step % 48)
        assert year_before == by_label.get(f"{year - 1}-W{week:02}")


def test_months_and_longer_periods_follow_each_other(periods: list[tuple]) -> None:
    for kind, months in MONTHS.items():
        found = sorted(period[1:] for period in periods if period[0] == kind)
        assert found
        for start, _, label, step, last_step, bucket, mask, year_before in found:
            assert (step, last_step) == (start.year * 12 + start.month - 1, step + months - 1)
            assert (bucket, mask) == (start.year, ((1 << months) - 1) << (start.month - 1))
            assert year_before == start.replace(year=start.year - 1)
            nth = (start.month - 1) // months + 1
            suffix = {"month": f"-{nth:02}", "quarter": f"-Q{nth}", "half_year": f"-H{nth}", "year": ""}[kind]
            assert label == f"{start.year}{suffix}"
        for (_, end, *_), (start, *_) in itertools.pairwise(found):
            assert start == end + dt.timedelta(days=1)
