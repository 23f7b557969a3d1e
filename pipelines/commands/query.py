"""`linli query`: one SELECT against the published file.

Belongs here: letting only that through, and telling errors. Does not belong here: shapes of the answer (answers.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from pipelines.commands.answers import write_answer
from pipelines.errors import LinliError
from pipelines.product.published import open_published
from pipelines.settings import home

if TYPE_CHECKING:
    from pathlib import Path

# EXPLAIN and DESCRIBE help an analyst and change nothing; DESCRIBE, SHOW and FROM parse as SELECT.
READING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
# Nothing but the published file can be read: no other file, no variable of this process; and it stays so.
CLOSED = (
    "SET enable_external_access = false",
    "SET python_enable_replacements = false",
    "SET lock_configuration = true",
)


def query(sql: str, shape: str, output: Path | None) -> None:
    """Answer one SELECT in the shape asked for, on standard output or into a file."""
    with open_published(home().published) as connection:
        for statement in CLOSED:
            connection.execute(statement)
        try:
            answer = connection.execute(_only_statement(sql))
            write_answer(answer, shape, output)
        except duckdb.Error as error:
            line = " ".join(str(error).split("\nLINE ")[0].split())
            raise LinliError("查询出错", f"the query failed: {line}", code="query_failed") from error


def _only_statement(sql: str) -> duckdb.Statement:
    statements = duckdb.extract_statements(sql)
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
