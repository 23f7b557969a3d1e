"""The dataset contracts and the strict reading of YAML."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from pipelines.catalog.compositions import presence_items
from pipelines.catalog.contracts import load_contracts, normalise_header
from pipelines.catalog.strict_yaml import load
from pipelines.errors import LinliError

TABLE = """version: 2
sources:
  - name: raw
    tables:
      - name: gifts
        description: One row per gift.
        config:
          meta:
            title: {zh: 捐赠, en: Gifts}
            version: 1
            mode: event
            frequency: month
            due_day: 10
            due_from: [community]
            zero_report: false
        columns:
          - name: amount
            description: Amount.
            config:
              meta:
                header: 金额
                type: money
                required: true
          - name: given_on
            description: Day.
            config:
              meta:
                header: 日期
                type: date
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "gifts.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_contract_of_the_project_loads() -> None:
    contracts = load_contracts()
    workers = contracts["workers"]
    assert workers.title.zh == "社区工作者花名册"
    assert workers.by_name["person_id"].personal == "hashed"
    assert "name" not in {column.name for column in workers.kept_columns}
    assert {column.name for column in workers.required_in_table} == {
        "person_id", "staff_no", "born_on", "post", "started_on",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("header: 金额", "header: 金额\n                colour: red", 22, "colour"),
        ("                type: money\n", "", 20, "type"),
        ("type: money", "type: cash", 22, "type"),
        ("type: date", "type: code", 27, "codes"),
        ("header: 日期", "header: 金 额", 8, "two columns"),
        ("header: 日期", "header: 日期\n                header: 天", 29, "duplicate key header"),
        ("mode: event", "mode: [event", 12, "not valid YAML"),
        ("zero_report: false", "zero_report: perhaps", 15, "zero_report"),
    ],
)
def test_an_error_names_file_and_line(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    path = write(tmp_path, TABLE.replace(old, new, 1))
    with pytest.raises(LinliError) as caught:
        load_contracts(tmp_path)
    assert f"{path}:" in caught.value.en
    assert says in caught.value.en
    assert f"{path}:{line}" in caught.value.en
    assert f"{path}:{line}" in caught.value.zh


def test_text_that_yaml_would_turn_into_something_else_stays_text(tmp_path: Path) -> None:
    path = write(tmp_path, "on: yes\ncode: 0330\ntime: 12:30\nday: 2017-05-18\nnone: ~\n")
    data = load(path).data
    assert data["on"] == "yes"
    assert data["code"] == "0330"
    assert data["time"] == "12:30"
    assert data["day"].isoformat() == "2017-05-18"
    assert data["none"] is None


def test_a_part_of_a_document_is_validated_with_its_own_lines(tmp_path: Path) -> None:
    class Item(BaseModel):
        model_config = ConfigDict(extra="forbid")
        label: str
        place: str

    document = load(write(tmp_path, "items:\n  - label: a\n  - label: b\n    wrong: 1\n"))
    assert document.validate(Item, ("items", 0), place="x").place == "x"
    with pytest.raises(LinliError, match=r"gifts\.yml:4: wrong"):
        document.validate(Item, ("items", 1), place="x")
    with pytest.raises(LinliError, match="does not belong here"):
        document.validate(Item, ("items", 1), label="x")


@pytest.mark.parametrize("written", ["身份证号", " 身份 证号 ", "身份\n证号", "*身份证号", "身份证号：", "身份证号＊"])
def test_headers_compare_without_spaces_and_marks(written: str) -> None:
    assert normalise_header(written) == "身份证号"
    assert normalise_header("金额（元）") == normalise_header("金额(元)")


def test_codes_and_quantities_show_what_a_unit_has() -> None:
    items = presence_items(load_contracts())
    assert items["grids.guides"].zh == "党建指导员"
    assert items["pay.housing_fund"].zh == "住房公积金"
    assert items["posts.group_leader"].zh == "居民小组长"
    assert "grids.households" not in items
