"""A swapped file is seen by the next reader while the old one is still being read."""

from pathlib import Path

import duckdb
import pytest

from pipelines.errors import LinliError
from pipelines.product.published import open_published, version


def _write(path: Path, value: int) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("create schema marts")
        con.execute(f"create table marts.answer as select {value} as value")


def test_a_swap_is_seen_while_the_old_file_is_open(tmp_path: Path) -> None:
    published, fresh = tmp_path / "it's.duckdb", tmp_path / "fresh.duckdb"
    _write(published, 1)
    old, before = open_published(published), version(published)
    _write(fresh, 2)
    fresh.replace(published)
    assert version(published) != before
    new = open_published(published)
    assert new.execute("select value from marts.answer").fetchall() == [(2,)]
    assert old.execute("select value from marts.answer").fetchall() == [(1,)]


def test_readers_cannot_write(tmp_path: Path) -> None:
    _write(tmp_path / "linli.duckdb", 1)
    with pytest.raises(duckdb.Error, match="read-only"):
        open_published(tmp_path / "linli.duckdb").execute("insert into marts.answer values (2)")


def test_no_file_and_no_database_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LinliError, match="linli run"):
        open_published(tmp_path / "none.duckdb")
    (tmp_path / "broken.duckdb").write_bytes(b"not a database" * 1000)
    with pytest.raises(LinliError) as raised:
        open_published(tmp_path / "broken.duckdb")
    assert raised.value.code == "unreadable_published_file"
