"""Clauses that conflict with one another, and what the conflict comes to on a unit.

Belongs here: reading the pairs and the figures worked out for them. Does not belong here: working them out (the marts).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import duckdb

from pipelines.product import format as fmt
from pipelines.product.resolve import Period
from pipelines.product.status import Lang

_DUE = re.compile(r" \((\S+) (\d{4}-\d\d-\d\d)\)$")


@dataclass(frozen=True)
class Clash:
    """One clause against another: what each asks, and both sides in figures where they are worked out."""

    clause_id: str
    other_clause_id: str
    other_summary_zh: str
    other_summary_en: str
    asks_zh: str
    asks_en: str
    other_asks_zh: str
    other_asks_en: str
    quantity_zh: str | None
    quantity_en: str | None
    first_zh: str | None
    first_en: str | None
    second_zh: str | None
    second_en: str | None
    first_value: float | None
    second_value: float | None
    unit: str | None
    label: str | None

    def told(self, lang: Lang) -> str:
        """Write the conflict with its arithmetic."""
        zh = lang == "zh"
        other = self.other_summary_zh if zh else self.other_summary_en
        asks = (self.asks_zh, self.other_asks_zh) if zh else (self.asks_en, self.other_asks_en)
        here, there = (_asked(asked, lang) for asked in asks)
        text = f"{other.rstrip('。')}（本条 {here}；该条 {there}）" if zh else f"{other} (here {here}; there {there})"
        if self.unit is None or self.first_value is None or self.second_value is None:
            return text
        first, second = (fmt.exact(value, self.unit, lang) for value in (self.first_value, self.second_value))
        sign = "≥" if self.first_value >= self.second_value else "<"
        sums = (self.first_zh, self.second_zh) if zh else (self.first_en, self.second_en)
        sides = [side(plain, total) for plain, total in zip(sums, (first, second), strict=True)]
        quantity = self.quantity_zh if zh else self.quantity_en
        return f"{text}{'；' if zh else '; '}{self.label} {quantity}{'：' if zh else ': '}{sides[0]} {sign} {sides[1]}"


def _asked(text: str, lang: Lang) -> str:
    """Write what a clause asks, its deadline as days are written."""
    text = text.replace(">=", "≥").replace("<=", "≤")
    if due := _DUE.search(text):
        day = fmt.day(date.fromisoformat(due[2]), lang)
        return text[: due.start()] + (f"，{due[1]}{day}" if lang == "zh" else f", {due[1]} {day}")
    return text


def side(plain: str | None, total: str) -> str:
    """Write a sum or product with what it comes to; a single figure stands for itself."""
    return f"{plain} = {total}" if plain and ("×" in plain or "+" in plain) else plain or total


_ANY = """
    select 1 from marts.dim_clause_conflict as conflict
    semi join (select clause_id from marts.dim_clause where indicator_id = $indicator_id) as own
        on own.clause_id in (conflict.clause_id, conflict.other_clause_id)
    limit 1
"""
_CLASHES = """
    with pairs as (
        select clause_id, other_clause_id, asks_zh, asks_en, other_asks_zh, other_asks_en, conflict_id,
            quantity_zh, quantity_en
        from marts.dim_clause_conflict
        union all
        select other_clause_id, clause_id, other_asks_zh, other_asks_en, asks_zh, asks_en, conflict_id,
            quantity_zh, quantity_en
        from marts.dim_clause_conflict
    ),
    latest as (
        select * from marts.fct_clause_conflict where unit_id = $unit_id and period_end <= $period_end
        qualify row_number() over (partition by conflict_id order by period_end desc) = 1
    )
    select pairs.clause_id, other_clause_id, clause.summary_zh, clause.summary_en, asks_zh, asks_en, other_asks_zh,
        other_asks_en, quantity_zh, quantity_en, first_zh, first_en, second_zh, second_en,
        cast(first_value as double), cast(second_value as double), latest.unit, label
    from pairs
    inner join marts.dim_clause as clause on pairs.other_clause_id = clause.clause_id
    left join latest on pairs.conflict_id = latest.conflict_id
    left join marts.dim_period as period
        on latest.period_type = period.period_type and latest.period_start = period.period_start
    where pairs.clause_id in (select clause_id from marts.dim_clause where indicator_id = $indicator_id)
    order by pairs.clause_id, other_clause_id
"""


def conflicting(con: duckdb.DuckDBPyConnection, indicator_id: str) -> bool:
    """Whether any clause of an indicator conflicts with another; most have none that does."""
    return con.execute(_ANY, {"indicator_id": indicator_id}).fetchone() is not None


def clashes(
    con: duckdb.DuckDBPyConnection, indicator_id: str, unit_id: str, period: Period
) -> dict[str, tuple[Clash, ...]]:
    """Read, by clause, what an indicator's clauses conflict with, in the unit's latest figures by the period's end."""
    values = {"indicator_id": indicator_id, "unit_id": unit_id, "period_end": period.end}
    found: dict[str, list[Clash]] = defaultdict(list)
    for row in con.execute(_CLASHES, values).fetchall():
        found[row[0]].append(Clash(*row))
    return {clause_id: tuple(listed) for clause_id, listed in found.items()}
