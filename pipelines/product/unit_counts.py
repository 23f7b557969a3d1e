"""What stands behind a count of units or of things a unit should have: the units, and what they lack.

Belongs here: units a clause judges and those that fall short of it, items missing from a composition, by name.
Does not belong here: source rows (evidence.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

import duckdb

from pipelines.product import format as fmt
from pipelines.product.evidence import SCOPE, Measure, Row, Rows
from pipelines.product.register import Register
from pipelines.product.resolve import Period
from pipelines.product.status import Lang

_VERDICTS = f"""
with verdicts as (
        select max_by(unit.name, unit.valid_from) as unit_name, verdict.unit_id, verdict.period_start,
            verdict.period_end, verdict.meets, verdict.value, verdict.comparator, verdict.target,
            any_value(clause.unit) as unit
        from marts.fct_verdict as verdict
        inner join {SCOPE} on verdict.unit_id = scope.unit_id and verdict.judged_on between since and ends - 1
        inner join marts.dim_unit as unit on verdict.unit_id = unit.unit_id
        inner join marts.dim_clause as clause on verdict.clause_id = clause.clause_id
        where verdict.clause_id = $clause_id and verdict.period_start = $period_start and meets is not null
        group by all
    )
"""
_MISSING = """
    select unit_id, name_zh, name_en from marts.fct_missing_item
    where composition_id = $composition_id and unit_id in $unit_ids
        and valid_from <= $day and coalesce(valid_to, date '9999-12-31') > $day
"""


@dataclass(frozen=True)
class Lack:
    """What one unit lacks: a thing it should have, or its figure against the target it misses."""

    unit_name: str
    zh: str
    en: str

    def what(self, lang: Lang) -> str:
        """What a reader sees."""
        return self.zh if lang == "zh" else self.en


def units_behind(
    con: duckdb.DuckDBPyConnection,
    measure: Measure,
    unit_id: str,
    period: Period,
    register: Register,
    *,
    limit: int,
    offset: int,
) -> Rows:
    """Read the units that a clause judges, or that meet it: each adds one."""
    counts = "meets" if measure.measure_id.startswith("units_meeting.") else "true"
    values = _judged(measure, unit_id, period, register)
    total = con.execute(f"{_VERDICTS} select count(*) from verdicts where {counts}", values).fetchall()[0][0]
    page = con.execute(
        f"""{_VERDICTS} select unit_name, period_start, period_end, value, comparator, target, unit from verdicts
        where {counts} order by unit_name, unit_id limit $limit offset $offset""",
        {**values, "limit": limit, "offset": offset},
    ).fetchall()
    return Rows(
        total,
        float(total),
        tuple(
            Row(name, None, None, None, None, None, None, begins, ends, 1, _held(held, "zh"), None, None)
            for name, begins, ends, *held in page
        ),
    )


def lacks(
    con: duckdb.DuckDBPyConnection, measure: Measure, unit_id: str, period: Period, register: Register
) -> tuple[Lack, ...]:
    """Name what the units below, or the unit itself, lack; nothing for measures that count neither."""
    if measure.composition_id is not None:
        day = min(period.end, register.told_up_to[unit_id])
        there = [one.unit_id for one in register.there(unit_id, day, day)]
        values = {"unit_ids": there, "composition_id": measure.composition_id, "day": day}
        missing = con.execute(_MISSING, values).fetchall() if there else []
        return tuple(sorted((Lack(register.names[unit], zh, en) for unit, zh, en in missing), key=astuple))
    if measure.clause_id is not None:
        found = con.execute(
            f"""{_VERDICTS} select unit_name, value, comparator, target, unit from verdicts
            where not meets order by unit_name, unit_id""",
            _judged(measure, unit_id, period, register),
        ).fetchall()
        return tuple(Lack(name, _held(held, "zh"), _held(held, "en")) for name, *held in found)
    return ()


def _judged(measure: Measure, unit_id: str, period: Period, register: Register) -> dict[str, Any]:
    ids, since, ends = zip(*register.below[unit_id], strict=True)
    said = {"clause_id": measure.clause_id, "period_start": period.start}
    return said | {"unit_ids": list(ids), "since": list(since), "ends": list(ends)}


def _held(held: Sequence[Any], lang: Lang) -> str:
    value, comparator, target, unit = held
    asked = f"{fmt.COMPARATORS.get(comparator, comparator)} {fmt.exact(target, unit, lang)}"
    figure = fmt.exact(value, unit, lang)
    return f"{figure}（要求 {asked}）" if lang == "zh" else f"{figure} (asked: {asked})"
