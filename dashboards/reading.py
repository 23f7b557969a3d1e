"""Holding the published file open, and keeping what was read of it for as long as that version stands.

Belongs here: one connection a version, results cached by version, the shared look-ups of pipelines/product.
Does not belong here: SQL of a page (queries/).
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from functools import lru_cache, wraps
from itertools import chain
from typing import Any, ParamSpec, TypeVar

import duckdb
import numpy as np
import pandas as pd
import streamlit as st

from pipelines.product import answers, change, resolve
from pipelines.product import coverage as covering
from pipelines.product import explain as explaining
from pipelines.product import judged as judging
from pipelines.product import worklist as listing
from pipelines.product.asking import Answer, Bounds, answered, ask
from pipelines.product.published import ALIAS, open_published, version
from pipelines.product.register import Register, load_register
from pipelines.settings import home

# What a reader's own statement may take: rows on the page, rows in a file, seconds, memory.
ASKED = Bounds(rows=200)
DOWNLOAD_ROWS = 100_000
# What the database may take for the pages of all readers; more than that is spilt to disk.
MEMORY = "512MB"
P = ParamSpec("P")
T = TypeVar("T")


def published_version() -> str:
    """Name the version of the file that is published now."""
    return version(home().published)


@st.cache_resource(max_entries=2, show_spinner=False)
def _connection(file_version: str) -> duckdb.DuckDBPyConnection:
    """Hold one connection a version: a swapped file is read at once, the old one is served until then.

    A statement takes one core: a second one shortens none of them, and readers who come at once would share it. What is
    kept of the file in memory is bounded: without a limit it would be all of it in the end.
    """
    connection = open_published(home().published)
    spill = home().build.as_posix().replace("'", "''")
    for setting in ("threads = 1", f"memory_limit = '{MEMORY}'", f"temp_directory = '{spill}'"):
        connection.execute(f"set {setting}")
    return connection


_own = threading.local()


def _cursor() -> duckdb.DuckDBPyConnection:
    """The cursor of this run's own on the file that is published now: runs of several readers go on at once."""
    named = published_version()
    held: tuple[str, duckdb.DuckDBPyConnection] | None = getattr(_own, "cursor", None)
    if held is None or held[0] != named:
        held = _own.cursor = named, _connection(named).cursor()
        held[1].execute(f"USE {ALIAS}")
    return held[1]


def lasting(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep what a function reads, which nobody changes, for all readers while the file it is read of is published.

    Streamlit's own caches would make keys that cost more than most look-ups, and a copy of all for each reader.
    """

    def decorate(read: Callable[P, T]) -> Callable[P, T]:
        @lru_cache(maxsize=most)
        def known(_version: str, *args: P.args, **named: P.kwargs) -> T:
            return read(*args, **named)

        @wraps(read)
        def given(*args: P.args, **named: P.kwargs) -> T:
            return known(published_version(), *args, **named)  # type: ignore[arg-type]  # what cannot be a key is refused

        return given

    return decorate


@lasting(600)
def _frame(sql: str, values: tuple[tuple[str, Any], ...]) -> tuple[np.ndarray, np.ndarray]:
    bound = {name: list(value) if isinstance(value, tuple) else value for name, value in values}
    cursor = _cursor().execute(sql, bound)
    names = np.array([column[0] for column in cursor.description or []], dtype=object)
    found = cursor.fetchall()
    cells = np.fromiter(chain.from_iterable(found), dtype=object, count=len(found) * len(names))
    return names, cells.reshape(len(found), len(names))


def frame(sql: str, **values: Any) -> pd.DataFrame:
    """Run a statement on the file that is published now; absent figures are None.

    What was read is kept for all readers; each gets a frame of its own around it, which cannot be written to in place.
    A frame or an index that is kept would remember hundreds of all that were ever taken from it.
    """
    key = tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in values.items())
    return _framed(*_frame(sql, key))


def _framed(names: np.ndarray, rows: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=pd.Index(names, dtype=object, copy=False), dtype=object, copy=False)


def kept(make: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """Keep in the same way what a function makes of what it read."""

    @lasting(200)
    def made(*values: Any) -> tuple[np.ndarray, np.ndarray]:
        found = make(*values)
        return found.columns.to_numpy(dtype=object), found.to_numpy(dtype=object)

    @wraps(make)
    def given(*values: Any) -> pd.DataFrame:
        return _framed(*made(*values))

    return given


@lasting(1)
def register() -> Register:
    """All units, and what stands below each."""
    return load_register(_cursor())


@lasting(500)
def _declared(indicator: str) -> explaining.Declared:
    return explaining.load_declared(_cursor(), find_indicator(indicator))


@lasting(60)
def _figures(indicator_id: str, period: resolve.Period) -> judging.Figures:
    return judging.load_figures(_cursor(), indicator_id, period)


def told(indicator: str, unit: str, period: str, *, limit: int, offset: int) -> explaining.Explanation:
    """One value's clauses and some of the rows behind both its sides."""
    declared, when = _declared(indicator), find_period(period)
    figures = _figures(declared.indicator.indicator_id, when)
    return explaining.tell(_cursor(), declared, find_unit(unit), when, figures, register(), limit=limit, offset=offset)


explained = lasting(500)(told)


@lasting(200)
def gaps(unit_id: str) -> tuple[listing.Gap, ...]:
    """Return the worklist of a unit and all below it, what matters first."""
    return tuple(listing.worklist(_cursor(), unit_id))


@lasting(500)
def gap_count(unit_id: str) -> int:
    """Return how long that list is."""
    return listing.count_gaps(_cursor(), unit_id)


def worklist_book(unit_id: str) -> bytes:
    """The same list as a workbook that can be filled in and handed in."""
    target = io.BytesIO()
    listing.write_worklist(_cursor(), unit_id, target)
    return target.getvalue()


@lasting(500)
def changed(indicator: str, unit: str, period: str, *, years: int) -> change.Change:
    """Where the difference to the same period some years before comes from."""
    meant = _declared(indicator).indicator
    then, now = (find_period(label) for label in (explaining.earlier(period, years), period))
    figures = _figures(meant.indicator_id, then), _figures(meant.indicator_id, now)
    return change.change_against(_cursor(), meant, find_unit(unit), (then, now), figures, register())


@lasting(500)
def judged(indicator: str, unit_id: str, period: str) -> tuple[judging.Judgement, ...]:
    """Every clause one value is held against."""
    return judging.judgements(_cursor(), _declared(indicator).clauses, indicator, unit_id, find_period(period))


@lasting(1)
def covered() -> tuple[covering.Document, ...]:
    """Every document with its measurable statements and what became of each."""
    return tuple(covering.coverage(_cursor()))


@lasting(500)
def find_unit(text: str) -> resolve.Unit:
    """Find the unit a link names."""
    return resolve.resolve_unit(_cursor(), text)


@lasting(500)
def find_period(text: str) -> resolve.Period:
    """Find the period a link names."""
    return resolve.resolve_period(_cursor(), text)


@lasting(500)
def find_indicator(text: str) -> str:
    """Find the indicator a link names."""
    return resolve.resolve_indicator(_cursor(), text)


@st.cache_data(max_entries=50, show_spinner=False)
def _asked(file_version: str, sql: str) -> Answer:
    return ask(home().published, sql, ASKED)


def asked(sql: str) -> Answer:
    """Run a statement that a reader wrote, on a connection of its own that reads this one file."""
    return _asked(published_version(), sql)


def asked_file(sql: str, shape: str) -> bytes:
    """Run a reader's statement again and give its rows as csv, xlsx or parquet."""
    with answered(home().published, sql, ASKED) as answer:
        if shape == "parquet":
            return answers.as_parquet(answer, DOWNLOAD_ROWS)
        if shape == "xlsx":
            return answers.as_workbook(answer, DOWNLOAD_ROWS)
        text = io.StringIO()
        answers.as_csv(answer, text, DOWNLOAD_ROWS)
        return text.getvalue().encode("utf-8-sig")
