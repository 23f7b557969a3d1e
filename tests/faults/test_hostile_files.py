"""Files made to break the reader: each is refused clearly within its limits, and costs no other file anything."""

from __future__ import annotations

import io
import os
import resource
import signal
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import duckdb
import openpyxl
import pytest

from pipelines.catalog.contracts import load_contracts
from pipelines.commands.answers import write_answer
from pipelines.errors import LinliError
from pipelines.intake import IntakeSummary, ingest
from pipelines.intake.limited import LimitedReader
from pipelines.intake.limits import MIB, Limits
from pipelines.intake.raw_tables import register_raw
from pipelines.product.check import FileCheck
from pipelines.product.mending import write_mending_workbook
from pipelines.settings import Home

SENDER = "330482001034"
GOOD = "走访日期,户编号,走访人工号\n2017-03-14,SF-1,SF003\n".encode()
CONTENT_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def workbook(rows: list[list[object]] | None = None, **cells: object) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows or []:
        sheet.append(row)
    for place, value in cells.items():
        sheet[place] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(name: str, text: bytes, base: bytes | None = None) -> bytes:
    """Return a workbook in which one part is replaced."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(base or workbook([["走访日期"]]))) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            new.writestr(part.filename, text if part.filename == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, text)
    return stream.getvalue()


def zip_bomb() -> bytes:
    row = b"<row><c><v>1</v></c></row>" * 40_000
    return with_part("xl/worksheets/sheet1.xml", SHEET.encode().replace(b"{}", row * 100))


def lying_zip_bomb() -> bytes:
    """A part that says it is small and is not."""
    packed = zip_bomb()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    return packed.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def entity_bomb() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "走访日期"}">' for n in range(10))
    head = f'<?xml version="1.0"?><!DOCTYPE x [{entities}]>'
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&e9;</t></is></c></row>'
    return with_part("xl/worksheets/sheet1.xml", (head + SHEET.replace("{}", cell)).encode())


def deep_xml() -> bytes:
    return with_part("xl/worksheets/sheet1.xml", b"<worksheet>" + b"<a>" * 2_000_000)


def overlapping_zip() -> bytes:
    """Many names for the same packed bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", os.urandom(5000))
        archive.filelist.extend(archive.filelist * 200)
    return stream.getvalue()


def encrypted_book() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)


def damaged_stream() -> bytes:
    content = bytearray(workbook([["走访日期", "户编号", "走访人工号"]] + [["2017-03-14", "SF-1", "SF003"]] * 200))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 80
    content[start : start + 40] = bytes(40)
    return bytes(content)


def with_path_tricks() -> bytes:
    stream = io.BytesIO(workbook([["甲"]]))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("../../../../tmp/linli-was-here", "x")
        archive.writestr("/tmp/linli-was-here", "x")
    return stream.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "bomb.xlsx": (zip_bomb, {"too_big"}),
    "lying-bomb.xlsx": (lying_zip_bomb, {"too_big", "unreadable"}),
    "entities.xlsx": (entity_bomb, {"unreadable"}),
    "deep.xlsx": (deep_xml, {"unreadable", "empty"}),
    "overlapping.xlsx": (overlapping_zip, {"unreadable"}),
    "far-corner.xlsx": (lambda: workbook(A1="走访日期", XFD1048576="x"), {"too_big"}),
    "wide.xlsx": (lambda: workbook([["走访日期", "户编号", "走访人工号", *["x"] * 16_000]]), {"too_big"}),
    "million-columns.csv": (lambda: GOOD + b"x," * 1_000_000, {"too_big"}),
    "million-headers.csv": (lambda: b"x," * 1_000_000 + b"\n" + GOOD, {"too_big"}),
    "headers.csv": (lambda: GOOD * 100_000, {"too_big"}),
    "one-line.csv": (lambda: b"x" * (8 * MIB), {"too_big"}),
    "open-quote.csv": (lambda: GOOD + b'2017-03-15,"' + b"SF-2,SF003\n" * 1_000_000, {"too_big", "bad_quotes"}),
    "quotes.csv": (lambda: b'"' * (4 * MIB + 1), {"too_big", "bad_quotes", "bad_encoding"}),
    "truncated.xlsx": (lambda: workbook([["走访日期"]] * 500)[:3000], {"unreadable"}),
    "damaged.xlsx": (damaged_stream, {"unreadable"}),
    "protected.xlsx": (encrypted_book, {"password_protected"}),
    "archive.xlsx": (lambda: zipped("a.txt", b"hello"), {"unreadable"}),
    "paths.xlsx": (with_path_tricks, {"unknown_sheet"}),
    "noise.xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + zlib.compress(bytes(9999)) * 40, {"unreadable"}),
    "noise.parquet": (lambda: b"PAR1" + bytes(5000) + b"\xff\xff\xff\x7fPAR1", {"unreadable"}),
    "nul.csv": (lambda: b"a,b\0,c\n", {"bad_encoding"}),
}


def zipped(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def drop(home: Home, name: str, content: bytes) -> Path:
    path = home.landing / SENDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.fixture(scope="module")
def besieged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, IntakeSummary, int]:
    """One run over every hostile file, a good one before and after each; and how much memory its processes took."""
    home = Home(tmp_path_factory.mktemp("besieged") / "data")
    for number, (name, (build, _)) in enumerate(HOSTILE.items()):
        drop(home, f"{number:02d}-a-good.csv", GOOD + f"2017-03-15,SF-2,B{number}\n".encode())
        drop(home, f"{number:02d}-b-{name}", build())
    drop(home, "99-good.csv", GOOD)
    summary = ingest(home)
    return home, summary, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


@pytest.mark.parametrize("name", HOSTILE)
def test_each_is_refused_clearly(besieged: tuple[Home, IntakeSummary, int], name: str) -> None:
    _, summary, _ = besieged
    (outcome,) = [outcome for outcome in summary.outcomes if outcome.file_name.endswith(f"-b-{name}")]
    assert outcome.status == "refused"
    assert outcome.reason_code in HOSTILE[name][1], outcome.reason_en
    assert outcome.reason_zh and outcome.reason_en and "Traceback" not in outcome.reason_en
    assert len(outcome.reason_en) < 2000


def test_the_run_goes_on_with_the_others(besieged: tuple[Home, IntakeSummary, int]) -> None:
    home, summary, _ = besieged
    good = [outcome for outcome in summary.outcomes if "good" in outcome.file_name]
    assert len(good) == len(HOSTILE) + 1
    assert {(outcome.status, outcome.reason_en) for outcome in good} == {("ingested", None)}
    assert not [path for path in home.landing.rglob("*") if path.is_file()]
    assert not Path("/tmp/linli-was-here").exists()
    assert not list(home.root.glob("tmp*"))


def test_memory_stays_bounded(besieged: tuple[Home, IntakeSummary, int]) -> None:
    assert besieged[2] < 3072


@pytest.fixture
def good_file() -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as stream:
        stream.write(GOOD)
        stream.flush()
        yield stream


def test_a_crash_costs_one_file_and_the_next_is_read(tmp_path: Path, good_file: IO[bytes]) -> None:
    with LimitedReader(tmp_path) as reader:
        reader.ready()
        kill(reader, signal.SIGSEGV)
        with pytest.raises(LinliError) as caught:
            reader.read(good_file, "a.csv")
        assert caught.value.code == "crashed"
        assert "SIGSEGV" in caught.value.en
        assert len(reader.read(good_file, "a.csv")) == 1


def test_a_process_worn_out_by_others_is_replaced_and_the_file_is_tried_again(
    tmp_path: Path, good_file: IO[bytes]
) -> None:
    with LimitedReader(tmp_path) as reader:
        reader.read(good_file, "a.csv")
        kill(reader, signal.SIGKILL)
        assert reader.read(good_file, "a.csv")[0].height == 2


@pytest.mark.parametrize("limits", [Limits(wall_seconds=1.0), Limits(cpu_seconds=0)])
def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path, limits: Limits, good_file: IO[bytes]) -> None:
    with tempfile.TemporaryFile() as slow, LimitedReader(tmp_path, limits) as reader:
        slow.write(GOOD + b'2017-03-15,"SF-2",SF0"03\n' * 3_000_000)
        slow.flush()
        with pytest.raises(LinliError) as caught:
            reader.read(slow, "a.csv")
        assert caught.value.code == "too_slow"
        assert len(reader.read(good_file, "a.csv")) == 1


def test_a_file_that_needs_too_much_memory_is_refused(tmp_path: Path, good_file: IO[bytes]) -> None:
    with tempfile.TemporaryFile() as large, LimitedReader(tmp_path, Limits(memory_bytes=900 * MIB)) as reader:
        large.write(workbook(A1="x", AZ300000="y"))
        large.flush()
        with pytest.raises(LinliError) as caught:
            reader.read(large, "a.xlsx")
        assert caught.value.code == "too_big"
        assert len(reader.read(good_file, "a.csv")) == 1


def test_a_file_over_the_stated_size_is_refused_unread(tmp_path: Path) -> None:
    with tempfile.TemporaryFile() as huge, LimitedReader(tmp_path) as reader:
        huge.truncate(1025 * MIB)
        with pytest.raises(LinliError, match="1024 MiB") as caught:
            reader.read(huge, "a.csv")
        assert caught.value.code == "too_big"


def test_a_gigabyte_of_nothing_is_refused_at_once(tmp_path: Path) -> None:
    with tempfile.TemporaryFile() as huge, LimitedReader(tmp_path, Limits(memory_bytes=500 * MIB)) as reader:
        huge.write(GOOD)
        huge.truncate(1000 * MIB)
        with pytest.raises(LinliError) as caught:
            reader.read(huge, "a.csv")
        assert caught.value.code == "bad_encoding"


def test_a_csv_larger_than_the_memory_is_refused_and_the_next_file_read(tmp_path: Path, good_file: IO[bytes]) -> None:
    with tempfile.TemporaryFile() as large, LimitedReader(tmp_path, Limits(memory_bytes=600 * MIB)) as reader:
        large.write(GOOD)
        for _ in range(64):
            large.write(b"2017-03-14,SF-1,SF003\n" * 300_000)
        large.flush()
        with pytest.raises(LinliError) as caught:
            reader.read(large, "a.csv")
        assert caught.value.code == "too_big"
        assert len(reader.read(good_file, "a.csv")) == 1


@pytest.mark.parametrize("live", ["=1+1", "=cmd|' /C calc'!A0", "+1+cmd", "-1+cmd", "@SUM(1)", "＝1+1", "\t=1"])
def test_what_would_run_is_text_and_goes_out_as_text(tmp_path: Path, live: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'走访日期,户编号,走访人工号\n2017-03-14,"{live}",SF003\n', encoding="utf-8")
    home = Home(tmp_path / "data")
    drop(home, "a.csv", path.read_bytes())
    assert ingest(home).rows == 1
    connection = duckdb.connect()
    register_raw(connection, home, load_contracts())
    assert connection.sql("select household_no from raw.visits").fetchall() == [(live.strip(),)]
    write_answer(connection.execute("select household_no from raw.visits"), "csv", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()[1].strip('"').startswith("'")
    write_answer(connection.execute("select household_no from raw.visits"), "xlsx", tmp_path / "out.xlsx")
    write_mending_workbook(FileCheck(path, ("visits",), 1, ()), tmp_path / "mend.xlsx")
    for written in ("out.xlsx", "mend.xlsx"):
        sheet = openpyxl.load_workbook(tmp_path / written).worksheets[0]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


@pytest.mark.parametrize(
    "name", ["a\nb.csv", "a\u202egnp.csv", "長" * 83 + ".csv", "-rf *;$(x).csv", "\udcff.csv", "'\".csv"]
)
def test_names_are_only_names(tmp_path: Path, name: str) -> None:
    home = Home(tmp_path / "data")
    drop(home, name, GOOD)
    (outcome,) = ingest(home).outcomes
    assert outcome.status == "ingested"
    assert not any(character in outcome.file_name for character in "\n\u202e\udcff")


def test_a_link_is_no_delivery(tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    secret = tmp_path / "secret.csv"
    secret.write_bytes(GOOD)
    link = drop(home, "real.csv", GOOD).with_name("link.csv")
    link.symlink_to(secret)
    (home.landing / "folder").symlink_to(tmp_path)
    os.mkfifo(link.with_name("pipe.csv"))
    assert [outcome.file_name for outcome in ingest(home).outcomes] == ["real.csv"]
    assert secret.exists() and link.is_symlink()


def kill(reader: LimitedReader, how: signal.Signals) -> None:
    process = reader._process
    assert process is not None
    os.kill(process._process.pid, how)
    process._process.wait()
