"""One sheet of a form: title, lines above the table, headers with notes, an example, known rows, rules for cells.

Belongs here: how a form looks in a spreadsheet. Does not belong here: what is on it (template_plan.py,
template_held.py).
"""

from __future__ import annotations

import datetime as dt

from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.catalog.contracts import Column
from pipelines.product.harmless import harmless
from pipelines.product.template_choices import Choices
from pipelines.product.template_held import HeldRow, Value
from pipelines.product.template_plan import Form

HEADER_ROW = 4
EXAMPLE_ROW = 5
FIRST_ROW = 6
SPARE_ROWS = 500
_MOST = 10**12
EXAMPLE_MARK = "例："
_HEADER = PatternFill("solid", fgColor="D9E7F5")
_HELD = PatternFill("solid", fgColor="EEEEEE")
_EXAMPLE = Font(italic=True, color="808080")
_THIN = Side(style="thin", color="BFBFBF")
_FRAME = Border(_THIN, _THIN, _THIN, _THIN)
_TYPES = {
    "text": "文字", "date": "日期（年月日）", "month": "年月", "year": "四位年份", "integer": "整数", "decimal": "数字",
    "money": "金额（元）", "percent": "百分比", "code": "从下拉框选择", "unit": "单位全称或代码",
    "person_id": "18 位身份证号",
}  # fmt: skip
_FORMATS = {
    "date": "yyyy-mm-dd", "year": "0", "integer": "0", "decimal": "General", "money": "#,##0.00", "percent": "0.00%",
    "code": "General",
}  # fmt: skip
_EXAMPLES = {"date": "2018-06-30", "month": "1982-07", "person_id": "18 位身份证号", "text": "文字"}


def write_sheet(sheet: Worksheet, form: Form, rows: list[HeldRow], choices: Choices) -> None:
    """Write one form with the rows that are known."""
    sheet.cell(1, 1, form.heading).font = Font(bold=True, size=14)
    _write_above(sheet, form)
    sheet.cell(3, 1, "灰底为已登记内容，有变化才改；示例行不计入").font = _EXAMPLE
    last = FIRST_ROW + len(rows) + SPARE_ROWS
    for number, column in enumerate(form.columns, start=1):
        _write_header(sheet.cell(HEADER_ROW, number), column)
        example = sheet.cell(EXAMPLE_ROW, number, EXAMPLE_MARK + (column.example or _EXAMPLES.get(column.type, "0")))
        example.font = _EXAMPLE
        example.number_format = "@"
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = max(14, 2.4 * len(column.header) + 4, 22 * (column.type == "person_id"))
        sheet.column_dimensions[letter].number_format = _FORMATS.get(column.type, "@")
        for row in range(FIRST_ROW, FIRST_ROW + SPARE_ROWS // 5):
            sheet.cell(row + len(rows), number).number_format = _FORMATS.get(column.type, "@")
        rule = _rule(column, choices)
        if rule is not None:
            sheet.add_data_validation(rule)
            rule.add(f"{letter}{FIRST_ROW}:{letter}{last}")
    for number, held in enumerate(rows, start=FIRST_ROW):
        for position, column in enumerate(form.columns, start=1):
            _write_held(sheet.cell(number, position), column, held.cells.get(column.name))
    sheet.freeze_panes = f"A{FIRST_ROW}"


def _write_above(sheet: Worksheet, form: Form) -> None:
    parts = [f"{label}：{value}" for _, label, value in form.above]
    for number, part in enumerate(parts):
        sheet.cell(2, 1 + 2 * number, part)
    if form.contract.zero_report:
        cell = sheet.cell(2, 1 + 2 * len(parts), "零报告：否")
        cell.comment = Comment("本期没有发生的，改为“零报告：是”；不改又不填，按没有报送处理。", "Linli 邻里")
        rule = DataValidation(type="list", formula1='"零报告：否,零报告：是"', allow_blank=False)
        rule.add(cell.coordinate)
        sheet.add_data_validation(rule)


def _write_header(cell: Cell, column: Column) -> None:
    cell.value = f"{column.header}*" if column.required else column.header
    cell.font = Font(bold=True, color="C00000" if column.required else "000000")
    cell.fill = _HEADER
    cell.border = _FRAME
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    lines = [
        column.description,
        f"写法：{_TYPES[column.type]}" + (f"，单位：{column.unit}" if column.unit else ""),
        "必填" if column.required else "选填",
    ]
    if column.minimum is not None or column.maximum is not None:
        lines.append(f"范围：{_bound(column.minimum, '不限')} 至 {_bound(column.maximum, '不限')}")
    if column.codes:
        lines.append(f"可选：{'、'.join(_labels(column))}")
    if column.example:
        lines.append(f"例：{column.example}")
    if column.personal:
        lines.append("个人信息：只在本单位的原件中保留" if column.personal == "dropped" else "个人信息：入库时换成代号")
    cell.comment = Comment("\n".join(lines), "Linli 邻里", height=40 + 18 * len(lines), width=320)


def _bound(bound: float | None, unbounded: str) -> str:
    return unbounded if bound is None else str(bound)


def _labels(column: Column) -> tuple[str, ...]:
    return tuple(labels[0] if labels else code for code, labels in column.codes.items())


def _write_held(cell: Cell, column: Column, value: Value) -> None:
    cell.value = harmless(value) if isinstance(value, str) else value
    cell.number_format = _FORMATS.get(column.type, "@")
    if value is not None:
        cell.fill = _HELD


def _rule(column: Column, choices: Choices) -> DataValidation | None:
    """Return what a spreadsheet lets into the cells of a column; None where it cannot tell."""
    match column.type:
        case "code":
            rule = DataValidation(type="list", formula1=choices.formula(_labels(column)))
        case "date":
            first, last = _serial(dt.date(1900, 3, 1)), _serial(dt.date(2099, 12, 31))
            rule = DataValidation(type="date", operator="between", formula1=first, formula2=last)
        case "year":
            rule = DataValidation(type="whole", operator="between", formula1="1900", formula2="2099")
        case "integer" | "decimal" | "money" | "percent":
            kind = "whole" if column.type == "integer" else "decimal"
            low, high = _range(column)
            rule = DataValidation(type=kind, operator="between", formula1=low, formula2=high)
        case "person_id":
            rule = DataValidation(type="textLength", operator="between", formula1="18", formula2="34")
        case _:
            return None
    rule.allow_blank = True
    rule.showErrorMessage = True
    rule.errorTitle = column.header
    rule.error = f"此列应填{_TYPES[column.type]}" + (f"，例如 {column.example}" if column.example else "")
    return rule


def _range(column: Column) -> tuple[str, str]:
    if column.type == "percent":
        return "0", "1"
    low = column.minimum if column.minimum is not None else -_MOST
    high = column.maximum if column.maximum is not None else _MOST
    return str(low), str(high)


def _serial(day: dt.date) -> str:
    return str((day - dt.date(1899, 12, 30)).days)
