"""Workbooks of cells to mend: written after a build, accepted when mended, gone when they have done their work."""

from __future__ import annotations

import csv
import io
import shutil
import stat
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from support import deliver

from pipelines.intake import ingest
from pipelines.intake.expiry import expire_originals
from pipelines.intake.ledger import Ledger
from pipelines.intake.vault import Vault
from pipelines.settings import Home
from pipelines.warehouse.build import build
from pipelines.warehouse.send_back import SentBack, send_back
from pipelines.warehouse.working import open_working

DAYS = 90
UNITS = """单位代码,代码体系,单位名称,单位类型,上级代码,城乡,启用日期,停用日期,原单位代码,承接比例
90,演示,示范区,区,,,2000-01-01,,,
9001,演示,示范街道,街道,90,,2000-01-01,,,
9001002,演示,甲社区,社区,9001,城市,2000-01-01,,,
9001003,演示,丙社区,社区,9001,城市,2000-01-01,,,
9001004,演示,乙社区,社区,9001,城市,2000-01-01,,,
"""
VISITS: list[list[Any]] = [
    ["乙社区2014年5月走访（登记表）", None, None, None, None],
    ["走访日期", "户编号", "走访人工号", "走访事由", "备注"],
    ["2014.5.6", "H001", "B4", "看望", None],
    ["2014-02-30", "H002", "B4", "看望", "=1+1"],
    ["2014.5.7", None, "B4", "政策宣传", None],
    ["2014.5.8", "H004", "B4", None, None],
    ["2014.5.8", "H004", "B4", None, None],
]
TO_MEND = {"A4": "2014.5.6", "B5": "H003", "B7": "H005"}


def as_csv(rows: list[list[Any]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode("gb18030")


def as_xls(rows: list[list[Any]]) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("走访")
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            sheet.write(number, place, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_xlsx(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    other = book.create_sheet("经费")
    other.append(["凭证号", "记账日期", "环节", "经费类别", "资金级次", "金额"])
    other.append(["V1", "2014-05-09", "支出", "办公经费", "街道级", 12.5])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A district with its units and one bad visit log in each format, each from a sender of its own, built."""
    home = Home(tmp_path_factory.mktemp("sent_back"))
    deliver(home, "90", "units.csv", UNITS, "2014-06-01T08:00:00")
    for sender, name, write in FORMATS:
        deliver(home, sender, name, write(VISITS), "2014-06-02T08:00:00")
    ingest(home)
    build(home, as_of=date(2014, 6, 30))
    return home


FORMATS: list[tuple[str, str, Callable[[list[list[Any]]], bytes]]] = [
    ("9001002", "五月[1].csv", as_csv),
    ("9001003", "五月.xls", as_xls),
    ("9001004", "五月.xlsx", as_xlsx),
]


@pytest.fixture
def built(district: Home, tmp_path: Path) -> Home:
    """A copy of it, to be changed."""
    shutil.copytree(district.root, tmp_path / "data")
    return Home(tmp_path / "data")


def workbook(home: Home, sender: str) -> Path:
    (event,) = [e for e in Ledger(home.ledger).events() if e.get("sender_code") == sender]
    (delivery,) = [d for d in event["deliveries"] if d["dataset"] == "visits"]
    return home.rejects / f"{delivery['delivery_id']}.xlsx"


def to_mend(home: Home) -> list[int]:
    with open_working(home, read_only=True) as connection:
        rows = connection.execute("select to_mend from marts.dq_delivery where to_mend > 0 order by 1").fetchall()
    return [count for (count,) in rows]


@pytest.mark.parametrize(("sender", "name", "write"), FORMATS, ids=["csv", "xls", "xlsx"])
def test_the_clerks_own_sheet_with_the_bad_cells_marked(built: Home, sender: str, name: str, write: Any) -> None:
    assert send_back(built, DAYS) == SentBack(3, 0)
    assert to_mend(built) == [3, 3, 3]
    path = workbook(built, sender)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (sheet,) = openpyxl.load_workbook(path).worksheets
    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_row=3)] == VISITS[:3]
    marked = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    # A repeated row is said at the last column of its key.
    assert set(marked) == {"A4", "B5", "C7"}
    assert "不存在" in marked["A4"]
    # A formula of a workbook was never computed; the same text in other files stays text and is never run.
    assert sheet["E4"].value == (None if name.endswith("xlsx") else "'=1+1")


def test_a_workbook_sent_again_mended_is_accepted_and_leaves(built: Home) -> None:
    send_back(built, DAYS)
    for sender, _, _ in FORMATS:
        book = openpyxl.load_workbook(workbook(built, sender))
        for place, value in TO_MEND.items():
            book.worksheets[0][place] = value
        stream = io.BytesIO()
        book.save(stream)
        deliver(built, sender, "已修改.xlsx", stream.getvalue(), "2014-06-05T08:00:00")
    summary = ingest(built)
    assert (summary.files, summary.refused, summary.rows) == (3, 0, 15)
    build(built, as_of=date(2014, 6, 30))
    assert send_back(built, DAYS) == SentBack(0, 3)
    assert to_mend(built) == []


def test_half_mended_stays(built: Home) -> None:
    send_back(built, DAYS)
    book = openpyxl.load_workbook(workbook(built, "9001004"))
    book.worksheets[0]["A4"] = "2014.5.6"
    stream = io.BytesIO()
    book.save(stream)
    deliver(built, "9001004", "已修改.xlsx", stream.getvalue(), "2014-06-05T08:00:00")
    ingest(built)
    build(built, as_of=date(2014, 6, 30))
    waiting = send_back(built, DAYS)
    assert waiting.waiting == 4
    # Of the first file only the row without a household is left: the repeated one is looked for by its key.
    assert to_mend(built) == [1, 2, 3, 3]
    assert workbook_names(built) >= {workbook_name(built, "9001002"), workbook_name(built, "9001003")}


def workbook_names(home: Home) -> set[str]:
    return {path.name for path in home.rejects.iterdir()}


def workbook_name(home: Home, sender: str) -> str:
    return workbook(home, sender).name


def test_both_are_gone_after_their_time(built: Home) -> None:
    send_back(built, DAYS)
    later = datetime.now() + timedelta(days=DAYS + 1)
    assert send_back(built, DAYS, later) == SentBack(0, 3)
    assert send_back(built, DAYS, later) == SentBack(0, 0)
    assert expire_originals(built, 365, later) == 0
    kept = len(list(built.originals.iterdir()))
    assert expire_originals(built, 365, later + timedelta(days=365)) == kept == 4
    assert not list(built.originals.iterdir())
    last = Ledger(built.ledger).events()[-1]
    assert (last["event"], last["days"], len(last["sha256"])) == ("originals_expired", 365, 4)
    # What was counted stays, and what is known of the file too.
    assert send_back(built, DAYS) == SentBack(0, 0)
    assert len([e for e in Ledger(built.ledger).events() if e["event"] == "received"]) == 4
    assert Vault.open(built)
