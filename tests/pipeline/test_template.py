"""`linli template`: what is known comes filled in, what comes back passes, what was not touched changes nothing."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from support import Demo, run_linli

from pipelines.catalog.contracts import load_contracts
from pipelines.errors import LinliError
from pipelines.intake import FileOutcome, ingest
from pipelines.intake.deliveries import Received, read_deliveries
from pipelines.intake.headers import HeaderIndex
from pipelines.intake.ledger import Ledger
from pipelines.intake.raw_tables import register_raw
from pipelines.intake.standing import deliveries_of
from pipelines.intake.vault import Vault
from pipelines.product.published import open_published
from pipelines.product.template import write_blank_templates
from pipelines.product.template_sheet import EXAMPLE_ROW, FIRST_ROW, HEADER_ROW
from pipelines.settings import Home

UNIT = "330482001034"
BOOK = "松枫社区2018年第2季度报表.xlsx"


@pytest.fixture(scope="module")
def written(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of all that 松枫社区 owes for the second quarter of 2018."""
    folder = tmp_path_factory.mktemp("template")
    told = run_linli(demo.home, "template", "--unit", UNIT, "--period", "2018-Q2", "-o", str(folder))
    assert told.returncode == 0, told.stderr
    return folder / BOOK


def headers(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value).strip("*"): cell.column for cell in sheet[HEADER_ROW] if cell.value}


def held(sheet: Worksheet) -> list[dict[str, Any]]:
    rows = sheet.iter_rows(min_row=FIRST_ROW, values_only=True)
    return [dict(zip(headers(sheet), row, strict=False)) for row in rows if any(row)]


def rows_by_dataset(path: Path) -> dict[str, int]:
    """Count what stands in each form of a workbook, where anything does."""
    book = openpyxl.load_workbook(path)
    titles = {contract.title.zh: dataset for dataset, contract in load_contracts().items()}
    counts = {titles[sheet.title]: len(held(sheet)) for sheet in book.worksheets if sheet.title in titles}
    return {dataset: count for dataset, count in counts.items() if count}


def fill(sheet: Worksheet, *rows: dict[str, Any]) -> None:
    """Type rows below what stands there, as a clerk does."""
    first = FIRST_ROW + len(held(sheet))
    for number, row in enumerate(rows, start=first):
        for header, value in row.items():
            sheet.cell(number, headers(sheet)[header], value)


def changed(source: Path, target: Path, change: Callable[[openpyxl.Workbook], None]) -> Path:
    book = openpyxl.load_workbook(source)
    change(book)
    book.save(target)
    return target


def taken_in(home: Home, demo: Demo, path: Path) -> FileOutcome:
    """Deliver a workbook to an installation with the demo's key."""
    folder = home.landing / UNIT
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(demo.home.secret_key, home.secret_key)
    shutil.copyfile(path, folder / path.name)
    (outcome,) = ingest(home).outcomes
    return outcome


def test_one_sheet_of_each_report_due_in_the_quarter(written: Path) -> None:
    book = openpyxl.load_workbook(written)
    due = {"经费", "友邻站点", "三会一课", "党组织", "人口户数", "入户走访", "社区工作者花名册"}
    assert set(book.sheetnames) >= {"填报说明", *due}
    visits = book["入户走访"]
    assert visits["A1"].value == "松枫社区入户走访（2018年第2季度）"
    assert visits["A2"].value == "填报单位：松枫社区"
    # The unit is said once, above the table, and asked for in no row.
    assert set(headers(visits)) == {"走访日期", "户编号", "走访人工号", "走访事由"}
    assert book["人口户数"]["C2"].value == "统计日期：2018-06-30"
    assert all(str(cell.value).startswith("例：") for cell in visits[EXAMPLE_ROW] if cell.value)


def test_headers_carry_notes_and_cells_carry_rules(written: Path) -> None:
    sheet = openpyxl.load_workbook(written)["经费"]
    note = sheet.cell(HEADER_ROW, headers(sheet)["环节"]).comment.text
    assert "必填" in note
    assert "预算、拨付、支出" in note
    rules = {str(rule.sqref).split(":")[0][0]: rule for rule in sheet.data_validations.dataValidation}
    stage = openpyxl.utils.get_column_letter(headers(sheet)["环节"])
    assert rules[stage].formula1 == '"预算,拨付,支出"'
    booked = openpyxl.utils.get_column_letter(headers(sheet)["记账日期"])
    assert rules[booked].type == "date"


def test_the_roster_comes_filled_in_from_the_units_own_file(demo: Demo, written: Path) -> None:
    rows = held(openpyxl.load_workbook(written)["社区工作者花名册"])
    with open_published(demo.home.published) as published:
        known = published.execute(
            """
            select staff_no, strftime(born_on, '%Y-%m') from core.fct_worker_spell
            where unit_id = 'nbs:330482001034' and valid_from <= '2018-06-30'
                and coalesce(valid_to, date '9999-12-31') > '2018-06-30' order by 1
            """
        ).fetchall()
    assert sorted((row["工号"], row["出生年月"]) for row in rows) == known
    assert all(len(row["身份证号"]) == 18 and row["姓名"] for row in rows)


def test_where_another_unit_sent_the_roster_tokens_stand_for_numbers(demo: Demo, tmp_path: Path) -> None:
    told = run_linli(demo.home, "template", "workers", "--unit", UNIT, "--period", "2017-Q4", "-o", str(tmp_path))
    assert "tokens" in told.stdout
    (path,) = tmp_path.glob("*.xlsx")
    rows = held(openpyxl.load_workbook(path)["社区工作者花名册"])
    assert rows
    assert all(row["身份证号"].startswith("p") and row["姓名"] is None for row in rows)
    told = run_linli(demo.home, "check", str(path), "--unit", UNIT, "--format", "json")
    (found,) = json.loads(told.stdout)
    assert (told.returncode, found["rows_read"], found["findings"]) == (0, len(rows), [])


def test_what_a_clerk_fills_in_passes_and_counts(demo: Demo, written: Path, home: Home, tmp_path: Path) -> None:
    def work(book: openpyxl.Workbook) -> None:
        fill(
            book["入户走访"],
            {"走访日期": date(2018, 6, 5), "户编号": "SF-0001", "走访人工号": "SF003", "走访事由": "看望"},
            {"走访日期": "2018年6月6日", "户编号": "SF-0002", "走访人工号": "SF003"},
        )
        booking = {"凭证号": "2018-06-901", "记账日期": date(2018, 6, 20), "环节": "支出"}
        fill(book["经费"], booking | {"经费类别": "办公经费", "资金级次": "街道级", "金额": 1250.5})
        meetings = book["三会一课"]
        answer = next(cell for cell in meetings[2] if cell.value == "零报告：否")
        answer.value = "零报告：是"

    filled = changed(written, tmp_path / BOOK, work)
    told = run_linli(demo.home, "check", str(filled), "--unit", UNIT)
    assert told.returncode == 0, told.stdout
    outcome = taken_in(home, demo, filled)
    counted = {delivery["dataset"]: delivery["rows_read"] for delivery in deliveries_of(Ledger(home.ledger).events())}
    assert outcome.status == "ingested"
    assert counted == rows_by_dataset(filled) | {"party_meetings": 0}
    assert (counted["visits"], counted["funding"]) == (2, 1)
    labels = {delivery["dataset"]: delivery["period_label"] for delivery in deliveries_of(Ledger(home.ledger).events())}
    assert (labels["visits"], labels["workers"], labels["population"]) == ("2018-Q2", "2018-Q2", "2018-H1")


def test_untouched_it_says_again_what_was_known_and_nothing_else(
    demo: Demo, written: Path, home: Home, tmp_path: Path
) -> None:
    """Row for row the roster that is in force, people included; no report where nothing was filled in."""
    outcome = taken_in(home, demo, written)
    known = rows_by_dataset(written)
    assert set(outcome.datasets) == set(known) >= {"workers", "population", "party_orgs", "network_points"}
    silent = len(openpyxl.load_workbook(written).sheetnames) - len({"填报说明"}) - len(known)
    assert len([note for note in outcome.notes if "不算已报送" in note.zh]) == silent >= 3
    assert not [note for note in outcome.notes if "未识别" in note.zh]
    with open_published(demo.home.published) as published:
        in_force = published.execute(
            """
            select person_id, staff_no, strftime(born_on, '%Y-%m'), grid_no, strftime(started_on, '%Y-%m-%d')
            from core.fct_worker_spell
            where unit_id = 'nbs:330482001034' and valid_from <= '2018-06-30'
                and coalesce(valid_to, date '9999-12-31') > '2018-06-30' order by 1
            """
        ).fetchall()
        published.execute("use memory")
        register_raw(published, home, load_contracts())
        again = published.execute(
            "select person_id, staff_no, born_on, grid_no, started_on from raw.workers order by 1"
        ).fetchall()
    assert again == in_force


@pytest.mark.parametrize("dataset", sorted(load_contracts()))
def test_a_blank_template_is_its_dataset_and_holds_no_data(dataset: str, home: Home, tmp_path: Path) -> None:
    (written,) = write_blank_templates(tmp_path, [dataset])
    path, contracts = written.path, load_contracts()
    received = Received(path.name, UNIT, io.BytesIO(path.read_bytes()))
    with pytest.raises(LinliError) as refusal:
        read_deliveries(received, HeaderIndex(contracts), Vault.open(home))
    assert refusal.value.code == "no_rows"


def test_what_cannot_be_asked_for_is_said(demo: Demo, tmp_path: Path) -> None:
    for arguments, word in (
        (["--unit", UNIT], "--period"),
        (["nonsense"], "nonsense"),
        (["workers", "--unit", UNIT, "--period", "2018-05"], "没有应报的表"),
    ):
        told = run_linli(demo.home, "template", *arguments, "-o", str(tmp_path))
        assert told.returncode == 1
        assert word in told.stderr
        assert not list(tmp_path.iterdir())
