"""How figures are written: the one formatter of pages, command line and reports."""

import datetime as dt
import math

import pytest

from pipelines.product import format as fmt
from pipelines.product.status import STATUSES, shown


@pytest.mark.parametrize(
    ("value", "unit", "precision", "zh", "en"),
    [
        (0.285714 * 100, "%", 1, "28.6%", "28.6%"),
        (100.0, "%", 1, "100.0%", "100.0%"),
        (99.97, "%", 1, ">99.9%", ">99.9%"),
        (0.02, "%", 1, "<0.1%", "<0.1%"),
        (0.0, "%", 1, "0.0%", "0.0%"),
        (1.005, "元/人", 2, "1.01 元/人", "1.01 CNY per resident"),
        (0.2, "元/人", 2, "0.2 元/人", "0.2 CNY per resident"),
        (86, "人", 0, "86 人", "86 people"),
        (1, "人", 0, "1 人", "1 person"),
        (156950, "人", 0, "15.7 万人", "156,950 people"),
        (250, "个", 0, "250 个", "250"),
        (123456.78, "元", 2, "12.35 万元", "CNY 123,457"),
        (980.5, "元", 2, "980.5 元", "CNY 980.5"),
        (20_000_000, "元", 2, "2,000 万元", "CNY 20 million"),
        (345_600_000, "元", 2, "3.46 亿元", "CNY 345.6 million"),
        (None, "人", 0, "无数据", "No data"),
        (math.nan, "%", 1, "无数据", "No data"),
    ],
)
def test_figure(value: float | None, unit: str, precision: int, zh: str, en: str) -> None:
    assert fmt.figure(value, unit, "zh", precision) == zh
    assert fmt.figure(value, unit, "en", precision) == en


def test_missing_is_never_zero() -> None:
    for write in (fmt.figure, fmt.exact, fmt.gap, fmt.difference):
        assert write(None, "人", "zh") == "无数据"
        assert "0" not in write(math.nan, "元", "en")
    assert fmt.out_of(None, 12, "zh") == "无数据"
    assert fmt.day(None, "en") == "No data"


def test_exact_keeps_every_digit() -> None:
    assert fmt.exact(123456.78, "元", "zh") == "123,456.78 元"
    assert fmt.exact(156950, "人", "zh") == "156,950 人"
    assert fmt.exact(28.57142857, "%", "en") == "28.5714%"
    assert fmt.exact(100.0, "%", "zh") == "100%"


def test_shares_differ_by_percentage_points() -> None:
    assert fmt.difference(3.24, "%", "zh") == "+3.2 个百分点"
    assert fmt.difference(-0.5, "%", "en") == "−0.5 pp"
    assert fmt.difference(-12000, "元", "zh") == "−1.2 万元"
    assert fmt.difference(0, "%", "zh") == "0.0 个百分点"


def test_a_shortfall_of_people_is_whole() -> None:
    assert fmt.gap(1.2, "人", "zh") == "2 人"
    assert fmt.gap(3.0000000001, "人", "zh") == "3 人"
    assert fmt.gap(1, "户", "en") == "1 household"
    assert fmt.gap(5600.0, "元", "zh") == "0.56 万元"


def test_n_of_n_and_days() -> None:
    assert fmt.out_of(3744, 58112, "zh") == "3,744/58,112"
    assert fmt.day(dt.date(2018, 6, 30), "zh") == "2018年6月30日"
    assert fmt.day(dt.date(2018, 6, 30), "en") == "30 Jun 2018"
    assert fmt.moment(dt.datetime(2018, 7, 2, 8, 5), "zh") == "2018年7月2日 08:05"


def test_colour_only_for_lit_clauses_and_never_green_when_incomplete() -> None:
    assert shown("missed", is_lit=True).colour == "bad"
    assert shown("missed", is_lit=False).name == "monitored"
    assert shown("met", is_lit=True, is_partial=True).name == "monitored"
    assert shown("behind", is_lit=True, is_partial=True).name == "behind"
    assert shown(None, is_lit=True).name == "no_data"
    assert shown("expired", is_lit=False).name == "expired"


def test_every_status_has_icon_and_both_words() -> None:
    assert len(STATUSES) == 8
    assert len({status.icon for status in STATUSES.values()}) == 8
    assert all(status.zh and status.en for status in STATUSES.values())
