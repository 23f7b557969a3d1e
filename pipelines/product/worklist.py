"""The worklist (督办清单): every gap of a binding clause below a unit, and the workbook in which units answer.

Belongs here: reading the list, laying it out. Does not belong here: what is on it (fct_worklist). The workbook's last
columns are the dataset follow_ups: filled in and delivered, the answers appear on the next list.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import duckdb
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.catalog.contracts import Contract, load_contracts
from pipelines.product import format as fmt
from pipelines.product.harmless import harmless
from pipelines.product.resolve import resolve_unit

_BELOW = """
    from marts.fct_worklist as listed
    inner join marts.dim_unit_tree as tree
        on listed.unit_id = tree.unit_id and tree.tree = 'administrative' and tree.ancestor_id = ?
        and tree.valid_from <= listed.period_end and coalesce(tree.valid_to, date '9999-12-31') > listed.period_end
"""


def shortfall(row: str) -> str:
    """Word in SQL how far a row's value is from where it should be by now, as a share of its target."""
    away = f"abs(coalesce({row}.path_target, {row}.target) - {row}.value)"
    return f"coalesce({away} / nullif(abs({row}.target), 0), 'infinity')"


_GAPS = f"""
    select unit.unit_id, unit.code, unit.full_name, unit.name, listed.indicator_id, indicator.name_zh,
        indicator.name_en, period.label, period.label_zh, period.label_en, listed.status, cast(listed.value as double),
        listed.numerator, listed.denominator, cast(listed.target as double), clause.comparator,
        indicator.unit_of_measure, indicator.precision,
        cast(listed.gap as double), listed.gap_unit, listed.clause_id, clause.policy_id, clause.policy_title,
        clause.policy_short_title, clause.policy_short_title_en,
        clause.article, clause.summary_zh, clause.summary_en, listed.responsible_body,
        listed.responsible_body_en, listed.due_on, listed.is_overdue, since.label_zh, since.label_en,
        listed.follow_up_state, listed.followed_up_on, listed.promised_on, listed.assigned_to, listed.remark,
        listed.basis
    {_BELOW}
    inner join (
        select * from marts.dim_unit qualify row_number() over (partition by unit_id order by valid_from desc) = 1
    ) as unit on listed.unit_id = unit.unit_id
    inner join (
        select * from marts.dim_indicator
        qualify row_number() over (partition by indicator_id order by valid_from desc) = 1
    ) as indicator on listed.indicator_id = indicator.indicator_id
    inner join marts.dim_clause as clause on listed.clause_id = clause.clause_id
    inner join marts.dim_period as period
        on listed.period_type = period.period_type and listed.period_start = period.period_start
    inner join marts.dim_period as since
        on listed.period_type = since.period_type and listed.short_since = since.period_start
    order by indicator.headline desc, listed.status = 'missed' desc, tree.depth > 0,
        {shortfall("listed")} desc, listed.indicator_id, unit.code, clause.deadline nulls last, listed.clause_id
"""
# Heading and width of what the list says; what a unit answers follows, headed as the contract heads it.
_SAID = {
    "单位": 22,
    "指标": 22,
    "期间": 12,
    "现值": 10,
    "目标": 10,
    "差距": 12,
    "依据": 30,
    "要求": 40,
    "责任主体": 16,
    "办理期限": 12,
    "是否逾期": 9,
}
_ANSWERED = ("unit", "clause_id", "state", "promised_on", "assigned_to", "remark")
_HEADER_ROW = 4
_FILL_IN = PatternFill("solid", fgColor="FFF4CC")


@dataclass(frozen=True)
class Gap:
    """One line of the list."""

    unit_id: str
    code: str
    unit: str
    unit_name: str
    indicator_id: str
    indicator: str
    indicator_en: str
    label: str
    period: str
    period_en: str
    status: str
    value: float | None
    numerator: float | None
    denominator: float | None
    target: float | None
    comparator: str | None
    unit_of_measure: str
    precision: int
    gap: float | None
    gap_unit: str
    clause_id: str
    policy_id: str
    policy: str
    policy_short: str
    policy_short_en: str | None
    article: str
    summary: str
    summary_en: str
    responsible_body: str | None
    responsible_body_en: str | None
    due_on: dt.date | None
    is_overdue: bool
    since: str
    since_en: str
    state: str
    followed_up_on: dt.date | None
    promised_on: dt.date | None
    assigned_to: str | None
    remark: str | None
    basis: str


def worklist(con: duckdb.DuckDBPyConnection, unit_id: str) -> list[Gap]:
    """Read the gaps of a unit and of all below it, what matters first, in the order of the overview's matters.

    Headline indicators, what is missed already, the unit's own, the largest share of its target.
    """
    return [Gap(*row) for row in con.execute(_GAPS, [unit_id]).fetchall()]


def count_gaps(con: duckdb.DuckDBPyConnection, unit_id: str) -> int:
    """Count the gaps of a unit and of all below it."""
    return int(con.execute(f"select count(*) {_BELOW}", [unit_id]).fetchall()[0][0])


def write_worklist(con: duckdb.DuckDBPyConnection, unit: str, target: Path | BinaryIO) -> int:
    """Write the workbook and return how many gaps it lists. Raises LinliError when the unit is not known."""
    found = resolve_unit(con, unit)
    gaps = worklist(con, found.unit_id)
    as_of = con.execute(
        "select as_of from marts.dim_jurisdiction where jurisdiction_id = ?", [found.jurisdiction_id]
    ).fetchall()[0][0]
    contract = load_contracts()["follow_ups"]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = contract.title.zh
    invented = "（演示数据）" if any(gap.basis != "delivered" for gap in gaps) else ""
    stated_on = contract.by_name["stated_on"].header
    sheet.append([harmless(f"{found.full_name}督办清单{invented}")])
    sheet.append([f"{stated_on}：{as_of:%Y-%m-%d}"])
    sheet.append(["请填写有底色的几列后原样报回；差距由系统按最近一个完整期间计算。"])
    sheet.append([*_SAID, *(contract.by_name[name].header for name in _ANSWERED)])
    for gap in gaps:
        sheet.append(_cells(gap, contract))
    _lay_out(sheet, contract)
    book.save(target)
    return len(gaps)


def _cells(gap: Gap, contract: Contract) -> list[str | dt.date | None]:
    state = contract.by_name["state"].codes[gap.state][0]
    said = [
        gap.unit,
        gap.indicator,
        gap.period,
        fmt.figure_apart(gap.value, gap.target, gap.unit_of_measure, "zh", gap.precision),
        fmt.figure(gap.target, gap.unit_of_measure, "zh", gap.precision),
        fmt.gap(gap.gap, gap.gap_unit, "zh"),
        f"{gap.policy} {gap.article}",
        gap.summary,
        gap.responsible_body or "",
    ]
    return [
        *(harmless(words) for words in said),
        gap.due_on,
        "逾期" if gap.is_overdue else "",
        gap.code,
        gap.clause_id,
        state,
        gap.promised_on,
        *(None if words is None else harmless(words) for words in (gap.assigned_to, gap.remark)),
    ]


def _lay_out(sheet: Worksheet, contract: Contract) -> None:
    widths = [*_SAID.values(), 16, 30, 11, 14, 16, 40]
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet["A1"].font = Font(bold=True, size=14)
    first_answer = len(_SAID) + 1
    for row in sheet.iter_rows(min_row=_HEADER_ROW):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=cell.row == _HEADER_ROW)
            if cell.column >= first_answer + 2:
                cell.fill = _FILL_IN
    sheet.freeze_panes = sheet.cell(_HEADER_ROW + 1, 2)
    labels = ",".join(labels[0] for labels in contract.by_name["state"].codes.values())
    states = DataValidation("list", formula1=f'"{labels}"')
    sheet.add_data_validation(states)
    column = get_column_letter(first_answer + _ANSWERED.index("state"))
    states.add(f"{column}{_HEADER_ROW + 1}:{column}{max(sheet.max_row, _HEADER_ROW + 1)}")
