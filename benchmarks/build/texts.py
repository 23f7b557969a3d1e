"""How a careful analyst reads cells in Python: each distinct text once.

Belongs here: text to value, as the contracts ask. Does not belong here: data frames (in_pandas.py, in_polars.py).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import TypeVar

from benchmarks.build.given import PLAIN

Value = TypeVar("Value")
FIRST_DAY, AS_OF = date(2014, 1, 1), date(2018, 12, 31)
TIMES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
NUMBER = re.compile(r"([-+]?(?:[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,12})(?:[.][0-9]+)?)([亿万千百十]*)")
SIGNS = str.maketrans({**dict.fromkeys("年月./。日", "-"), **dict.fromkeys("号份 ", "")})


def day(text: str) -> date | None:
    """2024-03-05 2024.3.5 2024/3/5 2024年3月5日 20240305 45356; None where it is no day that ever was."""
    plain = re.sub(r"[ T][0-9]{1,2}:[0-9]{2}.*$", "", _narrow(text)).translate(SIGNS).rstrip("-")
    try:
        if re.fullmatch(r"(19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}", plain):
            return date(*map(int, plain.split("-")))
        if re.fullmatch(r"(19|20)[0-9]{6}", plain):
            return datetime.strptime(plain, "%Y%m%d").date()
    except ValueError:
        return None
    if re.fullmatch(r"[1-6][0-9]{4}(-[0-9]+)?", plain):
        return date(1899, 12, 30) + timedelta(int(plain[:5]))
    return None


def month(text: str) -> date | None:
    """The first day of a month: 1982-07, 1982.7, 198207, or any day of it."""
    plain = _narrow(text).translate(SIGNS).rstrip("-")
    if found := re.fullmatch(r"((?:19|20)[0-9]{2})-?(0?[1-9]|1[0-2])", plain):
        return date(int(found[1]), int(found[2]), 1)
    whole = day(text)
    return whole and whole.replace(day=1)


def number(text: str, unit: str) -> float | None:
    """1,234 12.0 46人 1.2万."""
    plain = _narrow(text).replace(" ", "").replace("¥", "").replace("￥", "").removesuffix(unit)
    found = NUMBER.fullmatch(plain)
    if not found or found[2] not in TIMES:
        return None
    return float(found[1].replace(",", "")) * TIMES[found[2]]


def label(text: str) -> str:
    """A label as codes are compared: without spaces, with narrow brackets."""
    return _narrow(text).translate(PLAIN)


def dictionary(texts: Iterable[str], read: Callable[[str], Value | None]) -> dict[str, Value]:
    """What each text says, for those that say something."""
    return {text: value for text in texts if text is not None and (value := read(text)) is not None}


def periods() -> list[tuple[str, date, int, int]]:
    """Every month, quarter, half-year and year: its first day, its first and its last month since the year nought."""
    kinds = (("month", 1), ("quarter", 3), ("half_year", 6), ("year", 12))
    return [
        (kind, date(year, 1 + first, 1), year * 12 + first, year * 12 + first + months - 1)
        for year in range(FIRST_DAY.year, AS_OF.year + 1)
        for kind, months in kinds
        for first in range(0, 12, months)
    ]


def thursdays() -> list[date]:
    """The Thursday of every week up to the as-of date: it says to which month the week belongs."""
    first = FIRST_DAY + timedelta((3 - FIRST_DAY.weekday()) % 7)
    return [first + timedelta(7 * n) for n in range((AS_OF - first).days // 7 + 1)]


def _narrow(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text) if _FULL.search(text) else text


_FULL = re.compile("[！-～　]")
