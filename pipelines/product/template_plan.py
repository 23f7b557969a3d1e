"""What is due from a unit in a period, and what stands above each of its tables.

Belongs here: one form a dataset, from the contract and the published file's calendar of reports. Does not belong here:
what is known already (template_held.py), how a form looks (template_sheet.py).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import duckdb

from pipelines.catalog.contracts import Column, Contract
from pipelines.product.resolve import Period, Unit

LEAVES = ("community", "village")
# What a line above a table calls the unit, in the order a clerk would prefer.
_UNIT_LABELS = ("填报单位", "单位", "单位名称")


@dataclass(frozen=True)
class Form:
    """One table to fill in: its columns, what stands above it, and when it is due."""

    contract: Contract
    heading: str
    above: tuple[tuple[Column, str, str], ...]
    columns: tuple[Column, ...]
    period_end: dt.date | None = None
    due_on: dt.date | None = None

    @property
    def title(self) -> str:
        """What the dataset is called, and its sheet."""
        return self.contract.title.zh


@dataclass(frozen=True)
class _Slot:
    label_zh: str
    end: dt.date
    due_on: dt.date


def blank_form(contract: Contract) -> Form:
    """Return the form of a dataset that nobody in particular owes."""
    above = tuple(_above(contract, {}, leaf=set(contract.due_from) <= set(LEAVES)))
    return Form(contract, contract.title.zh, above, _columns(contract, above))


def forms_due(
    connection: duckdb.DuckDBPyConnection, contracts: dict[str, Contract], unit: Unit, period: Period
) -> list[Form]:
    """Return the forms due from a unit for the reports that end within a period, in the contracts' order."""
    slots: dict[str, list[_Slot]] = {}
    for dataset, label, end, due_on in connection.execute(_DUE, _parameters(unit, period)).fetchall():
        slots.setdefault(dataset, []).append(_Slot(label, end, due_on))
    return [_form(contracts[name], unit, period, slots[name]) for name in contracts if name in slots]


_DUE = """
    with owed as (
        select dataset, period_type, min(period_start) as first_start, max(due_on - period_end) as days
        from marts.dq_completeness where unit_id = $unit group by all
    )
    select dataset, periods.label_zh, periods.period_end, periods.period_end + cast(days as integer)
    from owed
    join marts.dim_period as periods
        on periods.period_type = owed.period_type and periods.period_start >= owed.first_start
        and periods.period_end between $first and $last
    union all
    select dataset, '', period_end, due_on
    from marts.dq_completeness
    where unit_id = $unit and period_type = 'once' and received_on is null and period_end <= $last
    order by 1, 3
"""


def _parameters(unit: Unit, period: Period) -> dict[str, object]:
    return {"unit": unit.unit_id, "first": period.start, "last": period.end}


def _form(contract: Contract, unit: Unit, period: Period, slots: list[_Slot]) -> Form:
    # Three monthly reports in a quarter are one sheet, titled with the quarter.
    label = slots[0].label_zh if len(slots) == 1 else period.label_zh
    end = max(slot.end for slot in slots)
    said = {"unit": unit.name, "date": end.isoformat(), "month": end.strftime("%Y-%m"), "year": str(end.year)}
    above = tuple(_above(contract, said, leaf=unit.unit_type in LEAVES))
    heading = f"{unit.name}{contract.title.zh}" + (f"（{label}）" if label else "")
    return Form(contract, heading, above, _columns(contract, above), end, max(slot.due_on for slot in slots))


def _above(contract: Contract, said: dict[str, str], *, leaf: bool) -> list[tuple[Column, str, str]]:
    """Return what stands above the table once instead of in each row: column, label, value.

    A unit above the communities writes of several units, so it names them row by row.
    """
    return [
        (column, _label(column), said.get(column.type, ""))
        for column in contract.columns
        if column.preamble and (column.type != "unit" or leaf)
    ]


def _label(column: Column) -> str:
    if column.type != "unit":
        return column.header
    return next((label for label in _UNIT_LABELS if label in column.headers), column.header)


def _columns(contract: Contract, above: tuple[tuple[Column, str, str], ...]) -> tuple[Column, ...]:
    said_once = {column.name for column, _, _ in above}
    return tuple(column for column in contract.columns if column.name not in said_once)
