"""The command line without a warehouse: what it offers, how it fails, how a query is answered."""

from __future__ import annotations

import csv
import io
import json
import logging
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pytest
from support import run_linli

from pipelines import cli
from pipelines.settings import Home

PROMISED = {"up", "demo", "run", "query", "explain"}


@pytest.fixture
def published(home: Home) -> Home:
    """A published file of one small table."""
    home.published.parent.mkdir(parents=True)
    with duckdb.connect(str(home.published)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            """
            create table marts.t as select * from (values
                (1, '松枫社区', date '2017-06-30', 1.5::decimal(9, 2)),
                (2, '=1+1', null, null)) as v(id, name, on_day, amount)
            """
        )
    return home


def one_line(answer: subprocess.CompletedProcess[str]) -> str:
    """The one line a failure is told in."""
    lines = answer.stderr.strip().splitlines()
    assert len(lines) == 1, answer.stderr
    assert "Traceback" not in answer.stderr
    return lines[0]


def test_help_shows_the_commands_that_exist(home: Home) -> None:
    answer = run_linli(home, "--help")
    assert answer.returncode == 0
    assert {word for word in PROMISED if f" {word} " in answer.stdout} == PROMISED


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["rn"], "没有命令 rn"),
        (["run", "--bogus"], "没有选项 --bogus"),
        (["run", "--as-of", "x"], "--as-of 的值不对"),
        (["worklist", "--unit", "1"], "缺少 --output"),
        (["query"], "缺少 SQL"),
        (["template", "--period"], "--period 写得不全"),
        (["query", "a", "b"], "写法不对"),
    ],
)
def test_what_is_wrong_with_a_command_is_named_in_chinese(home: Home, arguments: list[str], told: str) -> None:
    answer = run_linli(home, *arguments)
    assert answer.returncode == 2
    assert one_line(answer).startswith(told)


def test_help_comes_at_once_and_leaves_nothing_behind(home: Home) -> None:
    started = time.monotonic()
    run_linli(home, "--help")
    assert time.monotonic() - started < 5
    assert not home.root.exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nosuch"], "nosuch"),
        (["run", "--engine", "trino"], "duckdb"),
        (["run", "--as-of", "2017-13-01"], "2017-13-01"),
        (["query"], "SQL"),
    ],
)
def test_a_wrong_option_is_one_line(home: Home, arguments: list[str], says: str) -> None:
    answer = run_linli(home, *arguments)
    assert answer.returncode == 2
    assert says in one_line(answer)


def test_run_with_nothing_delivered(home: Home) -> None:
    answer = run_linli(home, "run")
    assert answer.returncode == 1
    assert "linli demo" in one_line(answer)
    assert not home.published.exists()


def test_query_before_anything_is_published(home: Home) -> None:
    answer = run_linli(home, "query", "select 1")
    assert answer.returncode == 1
    assert "linli run" in one_line(answer)


def test_debug_shows_the_traceback(home: Home) -> None:
    assert "Traceback" in run_linli(home, "query", "select 1", "--debug").stderr


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("select * from marts.nosuch", "nosuch"),
        ("selec 1", "selec"),
        ("select 1; select 2", "2"),
        ("create table x as select 1", "CREATE"),
        ("drop table marts.t", "DROP"),
        ("set threads = 1", "SET"),
        ("copy marts.t to 'out.csv'", "COPY"),
        ("attach 'other.duckdb'", "ATTACH"),
        ("select * from read_csv('/etc/passwd')", "/etc/passwd"),
        ("select * from read_text('/etc/hostname')", "/etc/hostname"),
        ("from '/etc/passwd'", "/etc/passwd"),
        ("from statement", "statement"),
    ],
)
def test_only_one_reading_statement_on_the_published_file(published: Home, sql: str, says: str) -> None:
    answer = run_linli(published, "query", sql)
    assert answer.returncode == 1
    assert says in one_line(answer)


def test_table(published: Home) -> None:
    answer = run_linli(published, "query", "select id, name from marts.t order by id")
    assert answer.returncode == 0
    assert [line.split() for line in answer.stdout.splitlines() if "社区" in line] == [["1", "松枫社区"]]


@pytest.mark.parametrize(("path", "says"), [("no such/a.csv", "没有这个文件"), (".", "这是一个文件夹")])
def test_a_path_that_cannot_be_written_is_told_as_one(published: Home, tmp_path: Path, path: str, says: str) -> None:
    answer = run_linli(published, "query", "select 1", "--format", "csv", "-o", str(tmp_path / path))
    assert answer.returncode == 1
    assert says in one_line(answer)


def test_csv_and_json(published: Home) -> None:
    sql = "select * from marts.t order by id"
    table = list(csv.DictReader(io.StringIO(run_linli(published, "query", sql, "--format", "csv").stdout)))
    assert table[0] == {"id": "1", "name": "松枫社区", "on_day": "2017-06-30", "amount": "1.50"}
    rows = json.loads(run_linli(published, "query", sql, "--format", "json").stdout)
    assert rows[0] == {"id": 1, "name": "松枫社区", "on_day": "2017-06-30", "amount": 1.5}
    assert rows[1]["on_day"] is None
    assert json.loads(run_linli(published, "query", "select 1 where false", "--format", "json").stdout) == []


def test_parquet_and_excel_keep_types(published: Home, tmp_path: Path) -> None:
    sql = "select * from marts.t order by id"
    parquet, book = tmp_path / "t.parquet", tmp_path / "t.xlsx"
    assert run_linli(published, "query", sql, "--format", "parquet", "-o", str(parquet)).returncode == 0
    described = duckdb.sql(f"describe from '{parquet}'").fetchall()
    assert [row[1] for row in described] == ["INTEGER", "VARCHAR", "DATE", "DECIMAL(9,2)"]
    assert run_linli(published, "query", sql, "--format", "xlsx", "-o", str(book)).returncode == 0
    assert zipfile.is_zipfile(book)
    sheet = openpyxl.load_workbook(book).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == ["id", "name", "on_day", "amount"]
    assert sheet["C2"].is_date
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=1+1", "s")


def test_a_query_does_not_change_the_published_file(published: Home) -> None:
    before = published.published.read_bytes()
    run_linli(published, "query", "select count(*) from marts.t")
    run_linli(published, "query", "insert into marts.t values (3, 'x', null, null)")
    assert published.published.read_bytes() == before


@pytest.mark.parametrize("words", [[], ["--debug"]])
def test_a_log_that_cannot_be_written_is_no_news(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", True)
    monkeypatch.setattr(sys, "argv", ["linli", "--help", *words])
    assert cli.main() == 0
    assert logging.raiseExceptions is bool(words)
