"""Workbooks to fill in: one of all that is due from a unit in a period, or a blank one a dataset.

Belongs here: putting sheets together and the page that explains them. Does not belong here: what is due
(template_plan.py), what is known already (template_held.py), one sheet (template_sheet.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from pipelines.catalog.contracts import Contract, load_contracts
from pipelines.errors import LinliError
from pipelines.intake.durable import write_whole
from pipelines.intake.notes import GUIDE
from pipelines.product.published import open_published
from pipelines.product.resolve import resolve_period, resolve_unit
from pipelines.product.template_choices import Choices
from pipelines.product.template_held import Held
from pipelines.product.template_plan import Form, blank_form, forms_due
from pipelines.product.template_sheet import write_sheet
from pipelines.settings import Home

LOOK = (
    "红色表头带 * 的必填；鼠标停在表头上可见含义、写法和例子。",
    "灰底是已登记的内容，不必重填：有变化的直接改，已经不在的删去整行，新增的填在下面。",
    "以“例：”开头的示例行不计入，可以留着，也可以删去。",
    "有下拉框的从中选择；日期写成 2018-06-30 的样子。",
    "确实没有发生的，把表上方的“零报告：否”改为“零报告：是”；不填也不改的表，按没有报送处理。",
    "暂时不报的工作表原样留着即可，不影响其他表。",
)


@dataclass(frozen=True)
class WrittenSheet:
    """One sheet of a written workbook."""

    form: Form
    prefilled: int
    tokens: int


@dataclass(frozen=True)
class WrittenTemplate:
    """One workbook that was written."""

    path: Path
    sheets: tuple[WrittenSheet, ...]


def write_unit_template(
    home: Home, unit: str, period: str, folder: Path, datasets: Sequence[str] = ()
) -> WrittenTemplate:
    """Write one workbook of all that is due from a unit in a period, prefilled with what is known.

    `datasets` narrows it. Raises LinliError when nothing is due or what was named does not exist.
    """
    contracts = load_contracts()
    wanted = _known(contracts, datasets)
    with open_published(home.published) as connection:
        place, when = resolve_unit(connection, unit), resolve_period(connection, period)
        forms = [form for form in forms_due(connection, contracts, place, when) if form.contract.dataset in wanted]
        if not forms:
            raise LinliError(
                f"{place.name}在{when.label_zh}没有应报的表。",
                f"nothing is due from {place.name} in {when.label_en}",
                code="nothing_due",
            )
        held = Held(connection, home, place)
        path = folder / f"{place.name}{when.label_zh}报表.xlsx"
        return _write(path, f"{place.name}　{when.label_zh}报表", forms, held)


def write_blank_templates(folder: Path, datasets: Sequence[str] = ()) -> list[WrittenTemplate]:
    """Write a blank workbook for each dataset, all of them when none is named."""
    contracts = load_contracts()
    forms = (blank_form(contracts[name]) for name in contracts if name in _known(contracts, datasets))
    return [_write(folder / f"{form.title}模板.xlsx", f"{form.title}模板", [form], None) for form in forms]


def _known(contracts: dict[str, Contract], datasets: Sequence[str]) -> set[str]:
    unknown = [name for name in datasets if name not in contracts]
    if unknown:
        raise LinliError(
            f"没有数据集 {'、'.join(unknown)}。可选：{'、'.join(contracts)}。",
            f"no dataset {', '.join(unknown)}; there are: {', '.join(contracts)}",
            code="unknown_dataset",
        )
    return set(datasets or contracts)


def _write(path: Path, heading: str, forms: Iterable[Form], held: Held | None) -> WrittenTemplate:
    book = Workbook()
    guide = book.worksheets[0]
    guide.title = GUIDE
    choices = Choices(book)
    sheets = []
    for form in forms:
        rows = held.rows(form) if held else []
        write_sheet(book.create_sheet(form.title), form, rows, choices)
        sheets.append(WrittenSheet(form, len(rows), sum(row.tokens for row in rows)))
    choices.finish()
    guide["A1"] = heading
    guide["A1"].font = Font(bold=True, size=14)
    guide.append([])
    guide.append(["工作表", "应报日", "已预填行数"])
    for sheet in sheets:
        guide.append([sheet.form.title, sheet.form.due_on, sheet.prefilled])
    guide.append([])
    for text in LOOK:
        guide.append([text])
    if any(sheet.tokens for sheet in sheets):
        guide.append(["以 p 开头的一长串是已登记的人或证书的代号，代替号码，不必重填；新增的人填真实号码。"])
    for cell in guide["A"]:
        cell.alignment = Alignment(wrap_text=False)
    for column in ("A", "B", "C"):
        guide.column_dimensions[column].width = 24
    write_whole(path, book.save)
    return WrittenTemplate(path, tuple(sheets))
