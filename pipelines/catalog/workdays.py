"""Working days of mainland China: Monday to Friday, but for the days that seeds/reference/workdays.csv lists.

Belongs here: reading that list strictly, and the whole calendar of the years it covers.
Does not belong here: counting working days (core.dim_workday), whose limits run out (core.fct_case).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from pipelines.catalog.common import Strict, Words
from pipelines.catalog.strict_yaml import Document
from pipelines.errors import LinliError

_COLUMNS = ["day", "kind", "occasion"]
_SATURDAY = 5


class Exceptional(Strict):
    """One day on which the week's rule does not hold: a weekday that is off, or a day of the weekend that is worked."""

    day: date
    kind: Literal["off", "working"]
    occasion: Words


@dataclass(frozen=True)
class Workday:
    """One day of a covered year."""

    day: date
    is_working: bool
    occasion: str | None


def load_workdays(path: Path) -> list[Workday]:
    """Return every day of the years the list covers; days out of order, out of rule or a missing year are refused."""
    try:
        reader = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise LinliError(f"读不到文件 {path}：{error}", f"cannot read {path}: {error}", "bad_yaml") from None
    if reader.fieldnames != _COLUMNS:
        columns = ",".join(_COLUMNS)
        raise LinliError(f"{path}:1：列应为 {columns}", f"{path}:1: the columns are not {columns}", "bad_yaml")
    listed: dict[date, Exceptional] = {}
    latest = date.min
    for row in reader:
        document = Document(path, dict(row), {(): reader.line_num})
        one = document.validate(Exceptional)
        _check(document, one, latest)
        listed[one.day] = one
        latest = one.day
    return list(_calendar(listed))


def _check(document: Document, one: Exceptional, latest: date) -> None:
    if one.day <= latest:
        raise document.error((), f"{one.day} 未按日期排列，或列了两次", f"{one.day} is out of order or listed twice")
    if latest.year < one.day.year - 1 and latest != date.min:
        missing = latest.year + 1
        raise document.error((), f"缺 {missing} 年", f"the year {missing} is missing")
    if (one.day.weekday() >= _SATURDAY) != (one.kind == "working"):
        raise document.error(
            (),
            f"{one.day} 标为 {one.kind} 并不改变周一至周五上班的常规",
            f"{one.day} as {one.kind} is no exception to the week's rule",
        )


def _calendar(listed: dict[date, Exceptional]) -> Iterator[Workday]:
    if not listed:
        return
    day, last = date(min(listed).year, 1, 1), date(max(listed).year, 12, 31)
    while day <= last:
        known = listed.get(day)
        works = known.kind == "working" if known else day.weekday() < _SATURDAY
        yield Workday(day, works, known.occasion if known else None)
        day += timedelta(days=1)
