"""How rows are parted into files: by period and by sender, who is silent or late.

Belongs here: the models of a delivery plan, periods and their Chinese names, the day a file arrives.
Does not belong here: how a file looks (layout.py), writing it (deliveries.py).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict

PeriodType = Literal["month", "quarter", "half_year", "year", "once"]

_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_QUARTERS = "一二三四"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DeliveryRule(_Strict):
    """Rows of one dataset from one span of days, a file a period and sender.

    sender: root, or a unit type (every unit of that type sends its subtree), or alone (the units listed in `alone`
    send their own rows, all others' come from the root). `received` is the day of arrival where it is not `lag` days
    after the period's end. Sheets of the same `book`, sender and period are one file, but for those who send alone.
    `cumulative` files repeat the rows of all earlier periods. With `zero_reports`, a community or village that has
    nothing to list in a period says so in a form without rows.
    """

    dataset: str
    period: PeriodType
    sender: str
    kind: tuple[Literal["xlsx", "xls", "csv"], ...]
    since: date = date.min
    until: date = date.max
    alone: tuple[str, ...] = ()
    lag: int = 8
    received: date | None = None
    note: str = ""
    book: str | None = None
    cumulative: bool = False
    zero_reports: bool = False


class Late(_Strict):
    """A unit whose own files arrive so many days later."""

    unit: str
    days: int


class Silence(_Strict):
    """A unit that lists nothing of a dataset in a span of days."""

    unit: str
    dataset: str
    since: date
    until: date


def period_start(period: PeriodType, day: date) -> date:
    """Return the first day of the period a day lies in; `once` has one period."""
    if period == "once":
        return date.min
    months = _MONTHS[period]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def period_end(period: PeriodType, start: date) -> date:
    """Return the last day of the period that starts on a day."""
    month = start.month + _MONTHS[period]
    return date(start.year + (month - 1) // 12, (month - 1) % 12 + 1, 1) - timedelta(days=1)


def period_name(period: PeriodType, start: date) -> str:
    """Return the period as a title prints it: 2018年3月, 2018年第一季度, 2018年上半年, 2018年度."""
    if period == "once":
        return ""
    names = {
        "month": f"{start.month}月",
        "quarter": f"第{_QUARTERS[(start.month - 1) // 3]}季度",
        "half_year": "上半年" if start.month == 1 else "下半年",
        "year": "度",
    }
    return f"{start.year}年{names[period]}"
