"""How fast files are taken in, as ratios to rivals in the same run on the same machine.

Run it: python -m benchmarks.intake [--rows 1000000] [--million-rows 5]   (about a minute; data in a temporary folder)
Belongs here: the intake alone. Does not belong here: the warehouse's own workload.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
from python_calamine import CalamineWorkbook

from pipelines.catalog.contracts import load_contracts
from pipelines.intake import ingest
from pipelines.intake.deliveries import Received, read_deliveries
from pipelines.intake.headers import HeaderIndex
from pipelines.intake.limited import LimitedReader
from pipelines.intake.take_in import write_rows
from pipelines.intake.vault import Vault
from pipelines.settings import Home

SENDER = "330482001034"
VISITS = "单位,走访日期,户编号,走访人工号,走访事由,备注"
SHEET_ROWS = 200_000
TAKE_IN = """
import pathlib, sys
from pipelines.intake import ingest
from pipelines.settings import Home
print(ingest(Home(pathlib.Path(sys.argv[1]))).rows)
"""


def main() -> None:
    """Generate, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the csv files")
    parser.add_argument("--million-rows", type=int, default=5, help="millions of rows of the file taken in at last")
    parser.add_argument("--small-files", type=int, default=1000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with LimitedReader(place) as reader:
            reader.ready()
            intake = Intake(place, reader)
            delimited(intake, place, asked.rows)
            workbook(intake, place)
        small_files(place, asked.small_files)
        large_file(place, asked.million_rows * 1_000_000)


class Intake:
    """The intake's reading: a file to the Parquet file that raw keeps."""

    def __init__(self, place: Path, reader: LimitedReader) -> None:
        self._index = HeaderIndex(load_contracts())
        self._vault = Vault.open(Home(place / "home"))
        self._reader = reader
        self._target = place / "raw.parquet"

    def __call__(self, path: Path) -> int:
        """Read one file into the Parquet file."""
        with path.open("rb") as stream:
            received = Received(path.name, SENDER, stream)
            (delivery,), _ = read_deliveries(received, self._index, self._vault, self._reader.read)
        with self._target.open("wb") as target:
            write_rows(delivery.rows, target)
        return delivery.rows.num_rows


def visits(rows: int) -> str:
    """Return a visit log as csv text."""
    lines = (
        f"松枫社区,2017-{n % 12 + 1:02d}-{n % 28 + 1:02d},SF-{n % 90000:05d},SF{n % 97:03d},走访慰问,第{n}次入户走访\n"
        for n in range(rows)
    )
    return VISITS + "\n" + "".join(lines)


def delimited(intake: Intake, place: Path, rows: int) -> None:
    """UTF-8 and GB18030 against DuckDB's own all-text reading and writing of the UTF-8 file."""
    text = visits(rows)
    utf8, gb18030 = place / "utf8.csv", place / "gb18030.csv"
    utf8.write_text(text, encoding="utf-8")
    gb18030.write_text(text, encoding="gb18030")
    del text
    connection = duckdb.connect()
    query = f"copy (select * from read_csv('{utf8}', all_varchar = true, header = true)) "
    query += f"to '{place / 'rival.parquet'}' (format parquet, compression zstd)"
    rival = best(lambda: connection.execute(query))
    print(f"\ncsv, {rows:,} rows, {utf8.stat().st_size >> 20} MiB as UTF-8")
    line("DuckDB, all text to Parquet", rival, None)
    line("intake, UTF-8", best(lambda: intake(utf8)), rival)
    line("intake, GB18030", best(lambda: intake(gb18030)), rival)


def workbook(intake: Intake, place: Path) -> None:
    """A sheet of 200,000 rows and 12 columns against bare python-calamine, and pandas with openpyxl."""
    path = place / "visits.xlsx"
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("走访")
    sheet.append([*VISITS.split(","), "网格", "楼栋", "户数", "人数", "金额", "时间"])
    for n in range(SHEET_ROWS):
        day = f"2017-{n % 12 + 1:02d}-{n % 28 + 1:02d}"
        sheet.append(
            [
                "松枫社区",
                day,
                f"SF-{n % 90000:05d}",
                f"SF{n % 97:03d}",
                "走访慰问",
                f"第{n}次",
                f"网格{n % 30}",
                n % 60,
                n,
                n / 4,
                n * 1.5,
                day,
            ]
        )
    book.save(path)
    print(f"\nxlsx, {SHEET_ROWS:,} x 12, {path.stat().st_size >> 20} MiB")
    rival = best(lambda: CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())
    line("python-calamine, bare", rival, None)
    line("intake", best(lambda: intake(path)), rival)
    line("pandas + openpyxl", best(lambda: pd.read_excel(path, engine="openpyxl"), times=1), rival)


def small_files(place: Path, count: int) -> None:
    """Many small files, and what each costs beside being parsed."""
    home = Home(place / "small")
    contents = []
    for number in range(count):
        stream = io.BytesIO()
        book = openpyxl.Workbook()
        rows = [f"2017-03-{day % 28 + 1:02d},SF-{number}-{day},SF003,慰问".split(",") for day in range(30)]
        for row in [["走访日期", "户编号", "走访人工号", "走访事由"], *rows]:
            book.active.append(row)
        book.save(stream)
        contents.append(stream.getvalue())
        path = home.landing / SENDER / f"{number}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(stream.getvalue())
    parsing = timed(
        lambda: [CalamineWorkbook.from_filelike(io.BytesIO(c)).get_sheet_by_index(0).to_python() for c in contents]
    )
    taken = timed(lambda: ingest(home))
    print(f"\n{count} small xlsx files, landing to raw, with ledger and encrypted originals")
    each = 1000 * (taken - parsing) / count
    print(f"  {'each, beside parsing':34}{each:8.1f} ms   (one sync of this disk: {sync(place):.1f} ms)")


def large_file(place: Path, rows: int) -> None:
    """One large csv through the whole intake, in processes of its own whose memory is looked at all the time."""
    home = Home(place / "large")
    path = home.landing / SENDER / "large.csv"
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="utf-8") as stream:
        stream.write(VISITS + "\n")
        for _ in range(rows // 100_000):
            stream.write(visits(100_000).partition("\n")[2])
    size = path.stat().st_size >> 20
    started = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", TAKE_IN, str(home.root)], stdout=subprocess.PIPE) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, resident(process.pid))
            time.sleep(0.01)
        seconds = time.perf_counter() - started
        said = process.stdout.read().decode().strip() if process.stdout else ""
    print(f"\ncsv, {rows:,} rows, {size} MiB, landing to raw: {int(said):,} rows in {seconds:.1f} s")
    print(f"  peak memory of intake and its reading process at one moment: {peak >> 20} MiB")


def resident(pid: int) -> int:
    """Return the bytes that a process and the processes it started hold in memory now."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * resource.getpagesize() + sum(resident(int(child)) for child in children)


def sync(place: Path) -> float:
    """Return the milliseconds that one sync of the disk takes."""
    with (place / "sync").open("wb") as stream:
        stream.write(b"x" * 4096)
        stream.flush()
        return 1000 * timed(lambda: os.fsync(stream.fileno()))


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that some work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def best(work: Callable[[], object], times: int = 3) -> float:
    """Return the least of a few timings."""
    return min(timed(work) for _ in range(times))


def line(name: str, seconds: float, rival: float | None) -> None:
    """Print one result beside its rival."""
    ratio = "" if rival is None else f"   speed {rival / seconds:5.2f} x, time {seconds / rival:5.2f} x"
    print(f"  {name:34}{seconds:8.2f} s{ratio}")


if __name__ == "__main__":
    main()
