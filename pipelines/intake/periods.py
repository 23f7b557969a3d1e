"""Periods and days as deliveries write them, where intake has to compare them: what a closing covers.

Belongs here: from a label to its days, and the range of days in a column of text. Does not belong here: finding the
period in a title (preamble.py), typing values for good (dbt staging).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pyarrow.compute as pc

from pipelines.catalog.contracts import Column

Span = tuple[date, date]

_LABEL = re.compile(r"(?P<year>(?:19|20)\d{2})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")
_DAY = re.compile(r"(?P<year>(?:19|20)\d{2})\D{1,2}(?P<month>\d{1,2})\D{1,2}(?P<day>\d{1,2})(?!\d)")
_DIGITS = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_SERIAL = re.compile(r"[1-6]\d{4}")
_YEAR = re.compile(r"(?P<year>(?:19|20)\d{2})\s*(?:年度?)?")
_SERIAL_ZERO = date(1899, 12, 30)


def period_span(label: str) -> Span | None:
    """Return the first and last day of 2016, 2016-H1, 2016-Q3 or 2016-07; None for anything else."""
    found = _LABEL.fullmatch(label)
    if found is None:
        return None
    first, months = 1, 12
    if found["half"]:
        first, months = 6 * int(found["half"]) - 5, 6
    elif found["quarter"]:
        first, months = 3 * int(found["quarter"]) - 2, 3
    elif found["month"]:
        first, months = int(found["month"]), 1
    year, following = int(found["year"]), first + months
    end = date(year + (following > 12), (following - 1) % 12 + 1, 1) - timedelta(days=1)
    return date(year, first, 1), end


def days_in(values: Any, column: Column) -> Span | None:
    """Return the earliest and latest day a date or year column speaks of; None where no cell can be read."""
    spans = [span for text in pc.unique(values).to_pylist() if text and (span := _span_of(text.strip(), column))]
    return hull(spans)


def hull(spans: Iterable[Span]) -> Span | None:
    """Return the shortest span that holds them all."""
    listed = list(spans)
    return (min(first for first, _ in listed), max(last for _, last in listed)) if listed else None


def _span_of(text: str, column: Column) -> Span | None:
    if column.type == "year":
        year = _YEAR.fullmatch(text)
        return (date(int(year["year"]), 1, 1), date(int(year["year"]), 12, 31)) if year else None
    try:
        if (found := _DIGITS.fullmatch(text) or _DAY.match(text)) is not None:
            day = date(int(found["year"]), int(found["month"]), int(found["day"]))
        elif _SERIAL.fullmatch(text):
            day = _SERIAL_ZERO + timedelta(days=int(text))
        else:
            return None
    except ValueError:
        return None
    return day, day
