"""PostgreSQL, as Debian ships it, tuned for one such job: a server of its own, unlogged tables, COPY, two processes.

PostgreSQL reads no Parquet, so the files are handed over as CSV; that is part of its time. Starting the server is not.
Belongs here: the server, going in and out. Does not belong here: the counting (the SQL beside).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep

import duckdb

SCRIPT = sorted(Path(__file__).parent.glob("*.sql"))
USER = "postgres"
DATASETS = (
    "units",
    "population",
    "workers",
    "credentials",
    "households",
    "visits",
    "party_meetings",
    "cases",
    "funding",
)
TUNED = {
    "shared_buffers": "4GB", "work_mem": "512MB", "maintenance_work_mem": "512MB", "fsync": "off",
    "wal_level": "minimal", "max_wal_senders": "0", "synchronous_commit": "off", "full_page_writes": "off",
    "max_wal_size": "8GB", "jit": "off", "max_parallel_workers_per_gather": "2", "max_worker_processes": "4",
    "autovacuum": "off", "hash_mem_multiplier": "2", "min_parallel_table_scan_size": "1MB",
    "parallel_tuple_cost": "0.01", "effective_cache_size": "8GB", "listen_addresses": "",
}  # fmt: skip


def work(raw: Path, given: Path, out: Path) -> float:
    """Hand the files over, run the script, write what it found; return the seconds of starting the server."""
    started = perf_counter()
    with tempfile.TemporaryDirectory(prefix="pg-") as folder, _serving(Path(folder)) as ask:
        began = perf_counter() - started
        _hand_over(ask, raw, given, Path(folder))
        for part in SCRIPT:
            ask(part.read_text(encoding="utf-8"))
        cells = "select delivery_id, row_number, split_part(cell, ':', 1) as column_name, split_part(cell, ':', 2)"
        cells += " as reason_code from rejected cross join unnest(string_to_array(reasons, '|')) as cell"
        for name, query in (("figures", "select * from figure"), ("rejected", cells)):
            file = Path(folder) / f"{name}.csv"
            ask(f"copy ({query}) to '{file}' (format csv, header)")
            duckdb.sql(f"copy (from read_csv('{file}', header = true)) to '{out}/{name}.parquet' (format parquet)")
    return began


def version() -> str:
    """What the server calls itself."""
    said = subprocess.run([_binaries() / "postgres", "--version"], capture_output=True, text=True, check=True)
    return said.stdout.strip()


class _Ask:
    """Runs SQL in the server by its own client."""

    def __init__(self, folder: Path) -> None:
        self.command = [
            "psql",
            "-h",
            str(folder),
            "-U",
            USER,
            "-d",
            "postgres",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "-f",
            "-",
        ]

    def __call__(self, sql: str) -> None:
        done = subprocess.run(self.command, input=sql, text=True, capture_output=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])


@contextmanager
def _serving(folder: Path) -> Iterator[_Ask]:
    binaries = _binaries()
    shutil.chown(folder, USER)
    os.environ["LC_ALL"] = "C.UTF-8"
    who = {"user": USER, "cwd": folder} if os.getuid() == 0 else {"cwd": folder}
    data = folder / "data"
    subprocess.run(
        [binaries / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync"],
        check=True, stdout=subprocess.DEVNULL, **who,
    )  # fmt: skip
    settings = [word for name, value in TUNED.items() for word in ("-c", f"{name}={value}")]
    command = [binaries / "postgres", "-D", data, "-k", folder, *settings]
    with (folder / "log").open("w") as log, subprocess.Popen(command, stdout=log, stderr=log, **who) as server:
        try:
            ask = _Ask(folder)
            for _ in range(100):
                if subprocess.run([binaries / "pg_isready", "-q", "-h", folder], check=False).returncode == 0:
                    break
                sleep(0.1)
            yield ask
        finally:
            server.terminate()


def _binaries() -> Path:
    return max(Path("/usr/lib/postgresql").glob("*/bin"))


def _hand_over(ask: _Ask, raw: Path, given: Path, folder: Path) -> None:
    ask("create schema raw")
    with duckdb.connect() as connection:
        for name in DATASETS:
            _copy(ask, connection, f"raw.{name}", f"{raw}/{name}/*.parquet", folder)
        for name in ("code", "delivery", "indicator", "indicator_scope"):
            _copy(ask, connection, name, f"{given}/{name}.parquet", folder)


def _copy(ask: _Ask, connection: duckdb.DuckDBPyConnection, table: str, source: str, folder: Path) -> None:
    types = {
        "BIGINT": "bigint",
        "INTEGER": "int",
        "DOUBLE": "double precision",
        "TIMESTAMP": "timestamp",
        "DATE": "date",
    }
    described = connection.execute(f"describe from read_parquet('{source}')").fetchall()
    columns = ", ".join(f'"{name}" {types.get(kind, "text")}' for name, kind, *_ in described)
    file = folder / f"{table}.csv"
    connection.execute(f"copy (from read_parquet('{source}')) to '{file}' (format csv, header)")
    file.chmod(0o644)
    # In the transaction that makes it a table is filled without a journal.
    ask(f"begin; create unlogged table {table} ({columns}); copy {table} from '{file}' (format csv, header); commit")
    file.unlink()
