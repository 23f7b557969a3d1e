"""One read-only SELECT against the published file: the guard that lets only that through, bounds, told failures.

Belongs here: what may be asked and how much of the machine an answer may take. Does not belong here: the answer's
shapes (answers.py), a terminal, a page.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipelines.errors import LinliError
from pipelines.product.published import ALIAS, open_published

# EXPLAIN and DESCRIBE help an analyst and change nothing; DESCRIBE, SHOW and FROM parse as SELECT.
READING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
# Nothing but the published file can be read: no other file, no variable of this process; and it stays so.
CLOSED = (
    # A table of the marts is found by its bare name too.
    f"SET search_path = '{ALIAS}.marts,{ALIAS}.main'",
    "SET enable_external_access = false",
    "SET python_enable_replacements = false",
    "SET lock_configuration = true",
)
BATCH = 100


@dataclass(frozen=True)
class Bounds:
    """How much one answer may take; nothing is spilt to disk."""

    seconds: float = 10.0
    memory: str = "512MB"
    rows: int = 1_000
    characters: int = 2_000_000

    @property
    def settings(self) -> tuple[str, ...]:
        """The statements that hold DuckDB to it."""
        return (f"SET memory_limit = '{self.memory}'", "SET temp_directory = ''", "SET threads = 2")


# So many bounded queries run at once; whoever comes next waits for one to end.
_TURNS = threading.BoundedSemaphore(2)


class QueryFailed(LinliError):
    """The database's own words on why a query has no answer."""

    def __init__(self, line: str) -> None:
        super().__init__("查询出错", f"the query failed: {line}", code="query_failed")
        self.line = line


@dataclass(frozen=True)
class Answer:
    """The first rows of an answer, how long they took, and whether there are more."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    seconds: float
    has_more: bool


@contextmanager
def answered(path: Path, sql: str, bounds: Bounds | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Execute one SELECT; its rows are to be fetched within the block, and whatever fails there is told in words."""
    statement = _only_statement(sql)
    with _turn(bounds) if bounds else nullcontext(), open_published(path) as connection:
        for setting in (*(bounds.settings if bounds else ()), *CLOSED):
            connection.execute(setting)
        clock = threading.Timer(bounds.seconds, connection.interrupt) if bounds else None
        if clock:
            clock.start()
        try:
            yield connection.execute(statement)
        except duckdb.InterruptException as error:
            raise _too_slow(bounds.seconds if bounds else 0) from error
        except duckdb.OutOfMemoryException as error:
            raise LinliError(
                "查询占用的内存超过上限，已停止。请加上筛选条件，或先汇总再排序。",
                "the query needs more memory than it may take and was stopped: filter it, or sum up before sorting.",
                code="query_too_big",
            ) from error
        except duckdb.Error as error:
            raise QueryFailed(_line(error)) from error
        finally:
            if clock:
                clock.cancel()


def ask(path: Path, sql: str, bounds: Bounds) -> Answer:
    """Answer one SELECT with its first rows."""
    began = time.monotonic()
    with answered(path, sql, bounds) as found:
        columns = tuple(str(column[0]) for column in found.description or [])
        rows: list[tuple[Any, ...]] = []
        characters, has_more = 0, False
        while not has_more and (batch := found.fetchmany(BATCH)):
            rows += batch
            characters += sum(len(str(cell)) for row in batch for cell in row)
            has_more = len(rows) > bounds.rows or characters > bounds.characters
    return Answer(columns, tuple(rows[: bounds.rows]), time.monotonic() - began, has_more)


@contextmanager
def _turn(bounds: Bounds) -> Iterator[None]:
    if not _TURNS.acquire(timeout=bounds.seconds):
        raise LinliError(
            "同时进行的查询太多，请稍后再试。", "too many queries are running, try again in a moment.", code="busy"
        )
    try:
        yield
    finally:
        _TURNS.release()


def _too_slow(seconds: float) -> LinliError:
    return LinliError(
        f"查询超过 {seconds:.0f} 秒，已停止。请加上筛选条件，例如单位、时期和 boundary。",
        f"the query took more than {seconds:.0f} seconds and was stopped: filter it, for example by unit, period and "
        "boundary.",
        code="query_too_slow",
    )


def _line(error: duckdb.Error) -> str:
    return " ".join(str(error).split("\nLINE ")[0].split())


def _only_statement(sql: str) -> duckdb.Statement:
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise QueryFailed(_line(error)) from error
    if len(statements) != 1:
        raise LinliError(
            f"一次只能执行一条查询, 这里有 {len(statements)} 条。",
            f"one query at a time, there are {len(statements)} here.",
            code="not_one_statement",
        )
    if statements[0].type not in READING:
        raise LinliError(
            f"只能查询 (SELECT), 不能执行 {statements[0].type.name}。",
            f"only queries (SELECT) are answered, not {statements[0].type.name}.",
            code="not_a_query",
        )
    return statements[0]
