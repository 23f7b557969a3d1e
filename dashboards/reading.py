"""Holding the published file open, and keeping what was read of it for as long as that version stands.

Belongs here: one connection a version, results cached by version, the shared look-ups of pipelines/product.
Does not belong here: SQL of a page (queries/).
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

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
from pipelines.settings import home

# What a reader's own statement may take: rows on the page, rows in a file, seconds, memory.
ASKED = Bounds(rows=200)
DOWNLOAD_ROWS = 100_000
# What the database may take for the pages of all readers; more than that is spilt to disk.
MEMORY = "512MB"


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


def _cursor(file_version: str) -> duckdb.DuckDBPyConnection:
    """Open a cursor of this run's own, as runs of several readers go on at once."""
    cursor = _connection(file_version).cursor()
    cursor.execute(f"USE {ALIAS}")
    return cursor


# Keys made by Streamlit's own caches cost more than what is looked up here a dozen times a page.
@lru_cache(maxsize=600)
def _frame(file_version: str, sql: str, values: tuple[tuple[str, Any], ...]) -> tuple[np.ndarray, np.ndarray]:
    bound = {name: list(value) if isinstance(value, tuple) else value for name, value in values}
    cursor = _cursor(file_version).execute(sql, bound)
    names = np.array([column[0] for column in cursor.description or []], dtype=object)
    rows = pd.DataFrame(cursor.fetchall(), columns=pd.Index(names), dtype=object).to_numpy()
    return names, rows


def frame(sql: str, **values: Any) -> pd.DataFrame:
    """Run a statement on the file that is published now; absent figures are None.

    What was read is kept for all readers; each gets a frame of its own around it, which cannot be written to in place.
    A frame or an index that is kept would remember hundreds of all that were ever taken from it.
    """
    key = tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in values.items())
    return _framed(*_frame(published_version(), sql, key))


def _framed(names: np.ndarray, rows: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=pd.Index(names, dtype=object, copy=False), dtype=object, copy=False)


def kept(make: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """Keep in the same way what a function makes of what it read."""

    @lru_cache(maxsize=200)
    def made(file_version: str, *values: Any) -> tuple[np.ndarray, np.ndarray]:
        found = make(*values)
        return found.columns.to_numpy(dtype=object), found.to_numpy(dtype=object)

    @wraps(make)
    def given(*values: Any) -> pd.DataFrame:
        return _framed(*made(published_version(), *values))

    return given


@lru_cache(maxsize=500)
def _meaning(file_version: str, indicator: str) -> judging.Indicator:
    cursor = _cursor(file_version)
    return judging.load_indicator(cursor, resolve.resolve_indicator(cursor, indicator))


@st.cache_data(max_entries=500, show_spinner=False)
def _explained(file_version: str, values: dict[str, Any]) -> explaining.Explanation:
    known = _meaning(file_version, values["indicator"]), find_unit(values["unit"]), find_period(values["period"])
    return explaining.tell(_cursor(file_version), *known, limit=values["limit"], offset=values["offset"])


def explained(indicator: str, unit: str, period: str, *, limit: int, offset: int) -> explaining.Explanation:
    """One value's clauses and a page of the rows behind both its sides."""
    values = {"indicator": indicator, "unit": unit, "period": period, "limit": limit, "offset": offset}
    return _explained(published_version(), values)


@st.cache_data(max_entries=200, show_spinner=False)
def _gaps(file_version: str, unit_id: str) -> list[listing.Gap]:
    return listing.worklist(_cursor(file_version), unit_id)


def gaps(unit_id: str) -> list[listing.Gap]:
    """Return the worklist of a unit and all below it, what matters first."""
    return _gaps(published_version(), unit_id)


@lru_cache(maxsize=500)
def _gap_count(file_version: str, unit_id: str) -> int:
    return listing.count_gaps(_cursor(file_version), unit_id)


def gap_count(unit_id: str) -> int:
    """Return how long that list is."""
    return _gap_count(published_version(), unit_id)


def worklist_book(unit_id: str) -> bytes:
    """The same list as a workbook that can be filled in and handed in."""
    target = io.BytesIO()
    listing.write_worklist(_cursor(published_version()), unit_id, target)
    return target.getvalue()


@st.cache_data(max_entries=500, show_spinner=False)
def _changed(file_version: str, key: tuple[str, str, str, int], _story: explaining.Explanation) -> change.Change:
    cursor = _cursor(file_version)
    then = resolve.resolve_period(cursor, explaining.earlier(_story.period.label, key[-1]))
    return change.change_against(cursor, _story.indicator, _story.unit, _story.period, then, _story.figure)


def changed(story: explaining.Explanation, *, years: int) -> change.Change:
    """Where the difference to the same period some years before comes from."""
    key = (story.indicator.indicator_id, story.unit.unit_id, story.period.label, years)
    return _changed(published_version(), key, story)


@lru_cache(maxsize=500)
def _judged(file_version: str, indicator: str, unit_id: str, period: resolve.Period) -> tuple[judging.Judgement, ...]:
    return judging.judgements(_cursor(file_version), indicator, unit_id, period)


def judged(indicator: str, unit_id: str, period: str) -> tuple[judging.Judgement, ...]:
    """Every clause one value is held against."""
    return _judged(published_version(), indicator, unit_id, find_period(period))


@st.cache_data(max_entries=2, show_spinner=False)
def _covered(file_version: str) -> list[covering.Document]:
    return covering.coverage(_cursor(file_version))


def covered() -> list[covering.Document]:
    """Every document with its measurable statements and what became of each."""
    return _covered(published_version())


@lru_cache(maxsize=500)
def _unit(file_version: str, text: str) -> resolve.Unit:
    return resolve.resolve_unit(_cursor(file_version), text)


def find_unit(text: str) -> resolve.Unit:
    """Find the unit a link names."""
    return _unit(published_version(), text)


@lru_cache(maxsize=500)
def _period(file_version: str, text: str) -> resolve.Period:
    return resolve.resolve_period(_cursor(file_version), text)


def find_period(text: str) -> resolve.Period:
    """Find the period a link names."""
    return _period(published_version(), text)


@lru_cache(maxsize=500)
def _indicator(file_version: str, text: str) -> str:
    return resolve.resolve_indicator(_cursor(file_version), text)


def find_indicator(text: str) -> str:
    """Find the indicator a link names."""
    return _indicator(published_version(), text)


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
