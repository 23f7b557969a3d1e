"""Reads the demo's files of one jurisdiction in plain Python, sharing no code with the project.

Belongs here: what a careful person with a spreadsheet program would do; bad rows are told by the plainest rules.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

HEADERS = {
    "code": "单位代码 代码 区划代码 统计用区划代码",
    "name": "单位名称 名称",
    "unit": "单位 单位名称 社区名称 村名称 社区 村(社区) 所属社区 单位代码",
    "as_on": "统计日期 截至日期 统计时点 截止日期",
    "person": "身份证号 证件号码 身份证号码 公民身份号码",
    "badge": "工号 工作证号",
    "born": "出生年月 出生日期",
    "post": "岗位 职务 岗位职务",
    "started": "入职日期 到岗日期 参加社区工作时间",
    "credential": "证书名称 证书级别 资格名称",
    "obtained": "证书取得日期 取得日期 批准日期 持证日期",
    "visited": "走访日期 日期 入户日期",
    "household": "户编号 走访户编号 住户编号 户号",
    "visitor": "走访人工号 工号 走访人",
    "organisation": "党组织名称 支部名称 召开组织",
    "held": "召开日期 会议日期 日期",
    "kind": "会议类型 类型 类别",
    "expected": "应到人数 应到",
    "attended": "实到人数 实到",
    "voucher": "凭证号 凭证编号 文号",
    "booked": "记账日期 日期 入账日期 下达日期",
    "stage": "环节 资金环节 预算/拨付/支出",
    "category": "经费类别 类别 项目类别",
    "amount": "金额 金额(元) 发生额",
    "planned": "设想建设友邻点数",
    "case": "受理编号 登记编号 诉求编号",
    "received": "受理日期 登记日期 提出日期",
    "limit": "办结时限 承诺时限",
    "closed": "办结日期 办结时间",
    "gift": "捐赠编号 收据编号",
    "given": "捐赠日期 受赠日期",
    "donor": "捐赠方 捐赠方类别",
    "purpose": "捐赠用途 捐赠去向",
    "sum": "捐赠金额 捐赠金额(元)",
    "project": "项目编号 事项编号 项目(事项)编号",
    "contract": "合同签订日期 签约日期",
    "evaluated": "评估日期 考核日期 自查日期",
    "paid": "结算日期 兑付日期",
}
TOTALS = ("合计", "小计", "总计")
Row = dict[str, Any]
Sheet = list[list[Any]]


def read_folders(folders: list[Path]) -> list[Sheet]:
    """Read every sheet of every delivery below some folders, latest delivery first: it is the one that counts."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix != ".json"]
    files.sort(key=lambda path: (_received_at(path), path.name), reverse=True)
    return [sheet for path in files for sheet in _sheets(path)]


def rows(sheets: list[Sheet], form: str, columns: str) -> Iterator[Row]:
    """Yield the data rows of every sheet whose title names the form."""
    for sheet in sheets:
        if sheet and form in re.sub("[“”]", "", str(sheet[0][0])):
            yield from _data(sheet, columns.split())


def _received_at(path: Path) -> str:
    envelope = json.loads(path.with_name(f"{path.name}.envelope.json").read_text(encoding="utf-8"))
    return str(envelope["received_at"])


def _sheets(path: Path) -> Iterator[Sheet]:
    if path.suffix == ".csv":
        content = path.read_bytes()
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("gb18030")
        yield [list(row) for row in csv.reader(io.StringIO(text))]
    else:
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            yield book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _data(sheet: Sheet, wanted: list[str]) -> Iterator[Row]:
    above: Row = {}
    places: dict[str, int] = {}
    for cells in sheet:
        texts = [str(cell).strip() for cell in cells]
        here = {name: texts.index(word) for name in wanted for word in HEADERS[name].split() if word in texts}
        if len(places | here) > len(places):
            # A header may take two rows: groups above, columns below.
            places |= here
        elif len(places) < 2:
            line = " ".join(texts)
            for name, word in (("unit", "填报单位"), ("as_on", "统计日期")):
                if found := re.search(rf"{word}[：:]\s*(\S+)", line):
                    above[name] = found.group(1)
        elif any(texts) and not any(text in TOTALS for text in texts) and not _nameless_total(cells, places):
            yield above | {name: cells[place] for name, place in places.items()}


def _nameless_total(cells: list[Any], places: dict[str, int]) -> bool:
    return "unit" in places and str(cells[places["unit"]]).strip() == ""


def day(cell: Any) -> dt.date | None:
    """Read a day the ways clerks write one."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    found = re.fullmatch(r"(\d{4})\D(\d{1,2})\D(\d{1,2})日?", str(cell).strip())
    try:
        return dt.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def whole(cell: Any) -> int | None:
    """Read a whole number."""
    text = re.sub(r"\.0+$", "", str(cell).strip())
    return int(text) if text.isdigit() else None


def identity(cell: Any) -> str | None:
    """Read an ID number whose check digit is right."""
    text = str(cell).strip().upper()
    if not re.fullmatch(r"\d{17}[\dX]", text):
        return None
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], weights, strict=True))
    return text if "10X98765432"[total % 11] == text[17] else None
