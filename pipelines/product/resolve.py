"""From what a person types to the row that is meant: unit, period, indicator.

Belongs here: look-ups by id, code or name, and the wording when nothing or too much is found.
Does not belong here: anything about values.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import dataclass

import duckdb

from pipelines.errors import LinliError
from pipelines.product.status import Lang


@dataclass(frozen=True)
class Unit:
    """A unit as the tree has it now."""

    unit_id: str
    code: str
    name: str
    full_name: str
    unit_type: str
    jurisdiction_id: str


@dataclass(frozen=True)
class Period:
    """A period of the calendar."""

    period_type: str
    start: dt.date
    end: dt.date
    label: str
    label_zh: str
    label_en: str

    def name(self, lang: Lang) -> str:
        """What a reader sees."""
        return self.label_zh if lang == "zh" else self.label_en


_NAMED = """
    select unit_id, code, name, full_name, unit_type, jurisdiction_id
    from marts.dim_unit
    where $text in (unit_id, code, full_name, name)
    order by unit_id, valid_from
"""
_LIKE = """
    select unit_id, code, name, full_name, unit_type, jurisdiction_id
    from marts.dim_unit
    where contains(full_name, ?)
    qualify row_number() over (partition by unit_id order by valid_from desc) = 1
    order by unit_id limit 3
"""
_PERIOD = re.compile(r"^\d{4}(-(H[12]|Q[1-4]|W(0[1-9]|[1-4]\d|5[0-3])|0[1-9]|1[0-2]))?$")


def resolve_unit(con: duckdb.DuckDBPyConnection, text: str) -> Unit:
    """Find the unit with this unit_id, code, full name or name; one that is not unique is refused, never guessed."""
    text = text.strip()
    named = [Unit(*row) for row in con.execute(_NAMED, {"text": text}).fetchall()]
    for column in ("unit_id", "code", "full_name", "name"):
        found = list({unit.unit_id: unit for unit in named if getattr(unit, column) == text}.values())
        if len(found) == 1:
            return found[0]
        if found:
            choices = "; ".join(f"{unit.unit_id} {unit.full_name}" for unit in found[:5])
            raise LinliError(
                f"“{text}”对应多个单位，请用单位代码指明：{choices}",
                f'"{text}" is more than one unit; name it by its unit_id: {choices}',
                code="ambiguous_unit",
            )
    like = con.execute(_LIKE, [text]).fetchall()
    hint = "; ".join(f"{row[1]} {row[3]}" for row in like)
    raise LinliError(
        f"没有单位“{text}”。" + (f"是否指：{hint}？" if hint else "请从总览重新选择，或查表 marts.dim_unit。"),
        f'no unit "{text}"; ' + (f"did you mean: {hint}?" if hint else "choose one on a page, or see marts.dim_unit"),
        code="unknown_unit",
    )


def resolve_period(con: duckdb.DuckDBPyConnection, text: str) -> Period:
    """Find the period with this label: 2016, 2016-H1, 2016-Q3, 2016-07 or 2016-W31."""
    label = text.strip().upper()
    if not _PERIOD.match(label):
        raise LinliError(
            f"看不懂时期“{text}”。请写成 2016、2016-H1、2016-Q3、2016-07 或 2016-W31。",
            f'cannot read the period "{text}"; write 2016, 2016-H1, 2016-Q3, 2016-07 or 2016-W31',
            code="bad_period",
        )
    row = con.execute(
        "select period_type, period_start, period_end, label, label_zh, label_en from marts.dim_period where label = ?",
        [label],
    ).fetchone()
    if row is None:
        first, last = con.execute("select min(period_start), max(period_end) from marts.dim_period").fetchall()[0]
        raise LinliError(
            f"数据里没有时期“{label}”：现有 {first} 至 {last}。",
            f'the data hold no period "{label}": they run from {first} to {last}',
            code="unknown_period",
        )
    return Period(*row)


def resolve_indicator(con: duckdb.DuckDBPyConnection, text: str) -> str:
    """Find the indicator_id with this id or name in either language."""
    if con.execute("select 1 from marts.dim_indicator where indicator_id = ? limit 1", [text]).fetchone():
        return text
    rows = con.execute("select indicator_id, name_zh, name_en from marts.dim_indicator order by 1").fetchall()
    wanted = text.strip().lower()
    for row in rows:
        if wanted in (str(name).lower() for name in row):
            return str(row[0])
    near = difflib.get_close_matches(wanted, [str(row[0]) for row in rows], n=3, cutoff=0.5)
    hint = ", ".join(near)
    raise LinliError(
        f"没有指标“{text}”。" + (f"是否指：{hint}？" if hint else "请从“指标”页选择，或查表 marts.dim_indicator。"),
        f'no indicator "{text}"; '
        + (f"did you mean: {hint}?" if hint else "choose one on a page, or see marts.dim_indicator"),
        code="unknown_indicator",
    )
