"""The source rows a measure was counted from: for one unit, with all below it, and one period.

Belongs here: the one statement of which contributions count (by kind of measure), counted again and paged.
Does not belong here: units that a clause judges (unit_counts.py), indicators, clauses, targets (explain.py).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.errors import LinliError
from pipelines.product.resolve import Period
from pipelines.product.status import Lang


@dataclass(frozen=True)
class Measure:
    """A measure as marts.dim_measure declares it."""

    measure_id: str
    fact: str
    kind: str
    name_zh: str
    name_en: str
    unit: str
    amount_column: str | None
    key_column: str | None
    when_column: str | None
    at_least: float | None
    composition_id: str | None
    clause_id: str | None

    def name(self, lang: Lang) -> str:
        """What a reader sees."""
        return self.name_zh if lang == "zh" else self.name_en


@dataclass(frozen=True)
class Row:
    """One contributing source row: where it stands and what it adds."""

    unit_name: str
    file_name: str | None
    sheet: str | None
    row_number: int | None
    second_file_name: str | None
    second_sheet: str | None
    second_row_number: int | None
    from_day: dt.date
    to_day: dt.date | None
    amount: float
    counted_key: str | None
    delivery_id: str | None
    second_delivery_id: str | None


@dataclass(frozen=True)
class Rows:
    """One page of contributing rows, how many there are in all, and what they come to when counted again."""

    total: int
    recounted: float
    page: tuple[Row, ...]


SCOPE = """
    scope as (
        select unit_id,
            case when valid_from = min(valid_from) over each then date '0001-01-01' else valid_from end as since,
            case when ends = max(ends) over each then date '9999-12-31' else ends end as until
        from (
            select *, coalesce(valid_to, date '9999-12-31') as ends
            from marts.dim_unit_tree
            where tree = 'administrative'
        )
        window each as (partition by unit_id)
        qualify ancestor_id = $unit_id
    ),
    here as (
        select as_of from marts.dim_jurisdiction
        where jurisdiction_id = (select any_value(jurisdiction_id) from marts.dim_unit where unit_id = $unit_id)
    ),
"""
_COUNTED = """
with {scope}
    counted as (
        select mea.*, {amount} as counted_amount, {key} as counted_key, {begins} as from_day, {ends} as to_day
        from measures.{fact} as mea
        inner join scope on mea.unit_id = scope.unit_id and {member} >= scope.since and {member} < scope.until
        where {counts} and mea.unit_id not in (select unnest($without))
        {qualify}
    )
"""
_PAGE = """
    , names as (select unit_id, max_by(name, valid_from) as unit_name from marts.dim_unit group by unit_id)
select unit_name, first_file.file_name, counted.sheet, counted.row_number, {second}, counted.from_day, counted.to_day,
    cast(counted.counted_amount as double), cast(counted.counted_key as varchar), counted.delivery_id, {second_delivery}
from counted
left join names on counted.unit_id = names.unit_id
left join marts.dq_delivery as first_file on counted.delivery_id = first_file.delivery_id
{second_join}
order by counted.unit_id, counted.from_day, counted.delivery_id, counted.sheet, counted.row_number
limit $limit offset $offset
"""


def load_measure(con: duckdb.DuckDBPyConnection, measure_id: str) -> Measure:
    """Read one measure's declaration."""
    row = con.execute(
        "select measure_id, fact, kind, name_zh, name_en, unit, amount_column, key_column, when_column, at_least,"
        " composition_id, clause_id from marts.dim_measure where measure_id = ?",
        [measure_id],
    ).fetchone()
    if row is None:
        raise LinliError(
            f"没有度量“{measure_id}”，见表 marts.dim_measure。",
            f'no measure "{measure_id}"; see marts.dim_measure',
            code="unknown_measure",
        )
    return Measure(*row)


def rows_behind(
    con: duckdb.DuckDBPyConnection,
    measure: Measure,
    unit_id: str,
    period: Period,
    *,
    without: tuple[str, ...] = (),
    limit: int = 20,
    offset: int = 0,
) -> Rows:
    """Read the contributions that make up a measure in a unit and period, leaving out the units `without`."""
    counted = _COUNTED.format(scope=SCOPE, **_conditions(measure))
    values: dict[str, Any] = {"unit_id": unit_id, "period_end": period.end, "without": list(without)}
    if measure.kind != "stock":
        values["period_start"] = period.start
    if measure.kind == "qualified":
        values["at_least"] = measure.at_least
    again = {"distinct": "count(distinct counted_key)", "qualified": "count(distinct counted_key)"}
    total, recounted = con.execute(
        f"{counted} select count(*), {again.get(measure.kind, 'sum(counted_amount)')} from counted", values
    ).fetchall()[0]
    page = con.execute(counted + _page(con, measure), {**values, "limit": limit, "offset": offset}).fetchall()
    return Rows(total, float(recounted or 0), tuple(Row(*row) for row in page))


def _conditions(measure: Measure) -> dict[str, str]:
    """Say in SQL which rows count, when they belong, and what each adds, for the measure's kind."""
    amount = _identifier(measure.amount_column) if measure.amount_column else "1"
    key = f"mea.{_identifier(measure.key_column)}" if measure.key_column else "null"
    stock = measure.kind == "stock"
    day = "least($period_end, (select as_of from here))" if stock else "mea.day"
    if stock:
        counts = f"mea.valid_from <= {day} and {day} < coalesce(mea.valid_to, date '9999-12-31') and mea.{amount} <> 0"
    else:
        counts = "mea.day between $period_start and least($period_end, (select as_of from here))"
        counts += f" and mea.{amount} <> 0" if measure.kind == "flow" else f" and {key} is not null"
    if measure.composition_id is not None:
        counts += f" and mea.measure_id = '{_identifier(measure.measure_id)}'"
    if measure.when_column:
        counts += f" and mea.{_identifier(measure.when_column)}"
    return {
        "fact": _identifier(measure.fact),
        # As exact as the warehouse adds up.
        "amount": f"cast(mea.{amount} as decimal(28, 10))" if measure.amount_column else "1",
        "key": key,
        "begins": "mea.valid_from" if stock else "mea.day",
        "ends": "mea.valid_to" if stock else "null::date",
        "member": day if stock else "least(last_day(mea.day), (select as_of from here))",
        "counts": counts,
        "qualify": "qualify sum(counted_amount) over (partition by counted_key) >= $at_least"
        if measure.kind == "qualified"
        else "",
    }


def _page(con: duckdb.DuckDBPyConnection, measure: Measure) -> str:
    """Complete the page's SQL for facts whose rows join a second source row, and for those that do not."""
    joined = con.execute(
        "select count(*) from duckdb_columns() where database_name = current_database()"
        " and schema_name = 'measures' and table_name = ? and column_name = 'second_delivery_id'",
        [measure.fact],
    ).fetchall()[0][0]
    if not joined:
        return _PAGE.format(second="null, null, null", second_delivery="null", second_join="")
    return _PAGE.format(
        second="second_file.file_name, counted.second_sheet, counted.second_row_number",
        second_delivery="counted.second_delivery_id",
        second_join="left join marts.dq_delivery as second_file"
        " on counted.second_delivery_id = second_file.delivery_id",
    )


def _identifier(name: str) -> str:
    """Let only plain identifiers of the catalogue into SQL."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ValueError(f"not an identifier: {name}")
    return name
