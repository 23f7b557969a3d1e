"""Contracts that changed: each delivery is read under the version of the day on which it was received."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from intake_samples import CONTRACTS, csv_bytes, drop, identity_number, raw, run

from pipelines.catalog.contracts import Contract, load_contracts
from pipelines.errors import LinliError
from pipelines.intake.raw_tables import register_raw
from pipelines.settings import Home

# Version 2 renamed a header and dropped a code, version 3 brought a column that must be filled in.
GIFTS = """version: 2
sources:
  - name: raw
    tables:
      - name: gifts
        description: One row per gift.
        config:
          meta:
            title: {zh: 捐赠, en: Gifts}
            version: 3
            since: {'2': 2016-01-01, '3': 2018-07-01}
            mode: event
            frequency: month
            due_day: 10
            due_from: [community]
            zero_report: false
        columns:
          - name: unit
            description: Unit.
            config:
              meta: {header: 单位, type: unit, preamble: true}
          - name: amount
            description: Amount.
            config:
              meta:
                header: 金额
                type: money
                required: true
                before: {'2': {header: 捐款数, aliases: [数额]}}
          - name: kind
            description: Kind.
            config:
              meta:
                header: 方式
                type: code
                required: true
                codes: {cash: [现金], goods: [实物]}
                before: {'2': {codes: {cash: [现金], goods: [实物], labour: [劳务]}}}
          - name: donor
            description: Donor.
            config:
              meta:
                header: 捐赠方
                type: text
                required: true
                before: {'3': {absent: true}}
"""


def contracts(folder: Path, text: str = GIFTS) -> dict[str, Contract]:
    (folder / "gifts.yml").write_text(text, encoding="utf-8")
    return load_contracts(folder)


def test_each_version_is_what_it_was(tmp_path: Path) -> None:
    gifts = contracts(tmp_path)["gifts"]
    days = [date(2015, 12, 31), date(2016, 1, 1), date(2018, 6, 30), date(2018, 7, 1)]
    assert [gifts.version_on(day) for day in days] == [1, 2, 2, 3]
    first, second, third = (gifts.at(version) for version in (1, 2, 3))
    assert first.by_name["amount"].headers == ("捐款数", "数额")
    assert set(first.by_name["kind"].codes) == {"cash", "goods", "labour"}
    assert "donor" not in first.by_name
    assert (second.version, second.by_name["amount"].headers) == (2, ("金额",))
    assert set(second.by_name["kind"].codes) == {"cash", "goods"}
    assert "donor" not in second.by_name
    assert third == gifts


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("since: {'2': 2016-01-01, '3': 2018-07-01}", "since: {'2': 2016-01-01}", "since names"),
        ("since: {'2': 2016-01-01, '3': 2018-07-01}", "since: {'2': 2018-07-01, '3': 2016-01-01}", "since names"),
        ("before: {'3': {absent: true}}", "before: {'4': {absent: true}}", "before version 4"),
        ("before: {'3': {absent: true}}", "before: {'3': {type: date}}", "type"),
        ("aliases: [数额]", "aliases: [方式]", "two columns"),
    ],
)
def test_versions_that_cannot_be_are_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in GIFTS
    with pytest.raises(LinliError, match=says):
        contracts(tmp_path, GIFTS.replace(old, new))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    (tmp_path / "sources").mkdir()
    declared = contracts(tmp_path / "sources")
    monkeypatch.setattr("pipelines.intake.take_in.load_contracts", lambda: declared)
    return Home(tmp_path / "home")


def test_a_delivery_is_read_under_the_version_of_its_day_and_raw_keeps_what_it_had(home: Home, tmp_path: Path) -> None:
    files: dict[str, tuple[str, list[list[Any]]]] = {
        "one.csv": ("2015-12-31T09:00:00", [["捐款数", "方式"], [5, "劳务"]]),
        "two.csv": ("2016-01-01T09:00:00", [["金额", "方式"], [6, "现金"]]),
        "three.csv": ("2018-07-01T09:00:00", [["金额", "方式", "捐赠方"], [7, "实物", "某企业"]]),
        "too-late.csv": ("2016-02-01T09:00:00", [["捐款数", "方式"], [8, "现金"]]),
        "incomplete.csv": ("2018-07-02T09:00:00", [["金额", "方式"], [9, "现金"]]),
    }
    for name, (at, rows) in files.items():
        drop(home, name, csv_bytes(rows), envelope={"received_at": at, "basis": "demo"})
    refused = {outcome.file_name: outcome.reason_code for outcome in run(home).outcomes if outcome.reason_code}
    assert refused == {"too-late.csv": "unknown_sheet", "incomplete.csv": "missing_column"}
    with duckdb.connect() as connection:
        register_raw(connection, home, load_contracts(tmp_path / "sources"))
        rows = connection.sql(
            """select contract_version, amount, kind, donor from raw.gifts join raw.delivery using (delivery_id)
               order by all"""
        ).fetchall()
    assert rows == [(1, "5", "劳务", None), (2, "6", "现金", None), (3, "7", "实物", "某企业")]


def test_the_senior_level_is_asked_for_since_2019(tmp_path: Path) -> None:
    credentials = CONTRACTS["credentials"]
    assert "senior" not in credentials.at(1).by_name["credential"].codes
    home = Home(tmp_path / "home")
    header = ["身份证号", "证书名称", "证书取得日期"]
    for year in (2018, 2019):
        person = identity_number(f"99000119820701{year - 2000:03d}")
        content = csv_bytes([header, [person, "高级社会工作师", f"{year}-11-20"]])
        drop(home, f"{year}.csv", content, envelope={"received_at": f"{year}-12-20T09:00:00", "basis": "demo"})
    assert run(home).refused == 0
    versions = raw(home).sql("select contract_version from raw.delivery order by received_at").fetchall()
    assert versions == [(1,), (2,)]
