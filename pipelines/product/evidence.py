"""The source rows a measure was counted from: for one unit, with all below it, and one period.

Belongs here: the one statement of which contributions count (by kind of measure), counted again and paged.
Does not belong here: units that a clause judges (unit_counts.py), indicators, clauses, targets (explain.py).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.errors import LinliError
from pipelines.product.register import Register
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
    is_joined: bool

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


_COUNTED = """
with counted as materialized (
        select mea.unit_id, mea.delivery_id, mea.sheet, mea.row_number, {second}, {amount} as counted_amount,
            {key} as counted_key, {begins} as from_day, {ends} as to_day
        from measures.{fact} as mea
        {scope}
        where mea.unit_id in $unit_ids and {counts}
        {qualify}
    )
"""
SCOPE = "(select unnest($unit_ids) as unit_id, unnest($since) as since, unnest($ends) as ends) as scope"
# Where units came or went within the period, each row's own day tells whether its unit was there.
_MOVED = f"""
        inner join {SCOPE}
            on mea.unit_id = scope.unit_id and least(last_day(mea.day), $as_of) between since and ends - 1
"""
_PAGE = """
    , page as (
        from counted order by unit_id, from_day, delivery_id, sheet, row_number limit $limit offset $offset
    )
select total, recounted, page.unit_id, page.sheet, page.row_number, page.second_sheet, page.second_row_number,
    page.from_day, page.to_day, cast(page.counted_amount as double), cast(page.counted_key as varchar),
    page.delivery_id, page.second_delivery_id
from (select count(*) as total, {again} as recounted from counted) as told
left join page on true
"""
_FILES = "select delivery_id, file_name from marts.dq_delivery where delivery_id in $ids"
_SECOND = "second_sheet", "second_row_number", "second_delivery_id"


def load_measure(con: duckdb.DuckDBPyConnection, measure_id: str) -> Measure:
    """Read one measure's declaration."""
    row = con.execute(
        "select measure_id, fact, kind, name_zh, name_en, unit, amount_column, key_column, when_column, at_least,"
        " composition_id, clause_id from marts.dim_measure where measure_id = ?",
        [measure_id],
    ).fetchone()
    if row is None:
        raise LinliError(
            f"没有计量项“{measure_id}”，见表 marts.dim_measure。",
            f'no measure "{measure_id}"; see marts.dim_measure',
            code="unknown_measure",
        )
    # Verdicts are counted, not rows of a fact; a fact whose rows join a second source row says where that one stands.
    named = "" if row[-1] else f"select * from measures.{_identifier(row[1])} limit 0"
    columns = con.execute(named).description or [] if named else []
    return Measure(*[*row, _SECOND[0] in {column[0] for column in columns}])


def rows_behind(
    con: duckdb.DuckDBPyConnection,
    measure: Measure,
    unit_id: str,
    period: Period,
    register: Register,
    *,
    without: Collection[str] = (),
    limit: int = 20,
    offset: int = 0,
) -> Rows:
    """Read the contributions that make up a measure in a unit and period, leaving out the units `without`."""
    stock, as_of = measure.kind == "stock", register.told_up_to[unit_id]
    until = min(period.end, as_of)
    first, last = (until, until) if stock else (period.start, min(_month_end(until), as_of))
    there = [one for one in register.there(unit_id, first, last) if one.unit_id not in without]
    if not there:
        return Rows(0, 0.0, ())
    values = {"unit_ids": [one.unit_id for one in there], "until": until, "limit": limit, "offset": offset}
    if not stock:
        values["period_start"] = period.start
    if measure.kind == "qualified":
        values["at_least"] = measure.at_least
    if moved := any(one.since > first or one.until <= last for one in there):
        values |= {"since": [one.since for one in there], "ends": [one.until for one in there], "as_of": as_of}
    again = "count(distinct counted_key)" if measure.kind in ("distinct", "qualified") else "sum(counted_amount)"
    scope = _MOVED if moved else ""
    statement = (_COUNTED + _PAGE).format(scope=scope, again=again, **_conditions(measure))
    found = con.execute(statement, values).fetchall()
    total, recounted, *_ = found[0]
    # Beyond the last page there is one line without a row.
    rows = [row for _, _, *row in found] if total > offset and limit else []
    return Rows(total, float(recounted or 0), _named(con, sorted(rows, key=_position), register))


def _position(row: list[Any]) -> list[tuple[bool, Any]]:
    """Order rows as their page was cut: by unit, day, delivery, sheet and row; what is not known comes last."""
    unit_id, sheet, row_number, _, _, begins, _, _, _, delivery_id, _ = row
    return [(part is None, part) for part in (unit_id, begins, delivery_id, sheet, row_number)]


def _named(con: duckdb.DuckDBPyConnection, rows: list[list[Any]], register: Register) -> tuple[Row, ...]:
    """Name the unit and the files of each row. Joined to the rows, all deliveries would be read for a dozen names."""
    if not rows:
        return ()
    ids = {name for *_, first, second in rows for name in (first, second)} - {None}
    files: dict[str | None, str] = dict(con.execute(_FILES, {"ids": sorted(ids)}).fetchall()) if ids else {}
    named = []
    for unit_id, sheet, row_number, second_sheet, second_row, *said, first, second in rows:
        begins, ends, amount, key = said
        places = (files.get(first), sheet, row_number, files.get(second), second_sheet, second_row)
        named.append(Row(register.names.get(unit_id, unit_id), *places, begins, ends, amount, key, first, second))
    return tuple(named)


def _conditions(measure: Measure) -> dict[str, str]:
    """Say in SQL which rows count, when they belong, and what each adds, for the measure's kind."""
    amount = _identifier(measure.amount_column) if measure.amount_column else "1"
    key = f"mea.{_identifier(measure.key_column)}" if measure.key_column else "null"
    stock = measure.kind == "stock"
    day = "$until" if stock else "mea.day"
    if stock:
        counts = f"mea.valid_from <= {day} and {day} < coalesce(mea.valid_to, date '9999-12-31') and mea.{amount} <> 0"
    else:
        counts = "mea.day between $period_start and $until"
        counts += f" and mea.{amount} <> 0" if measure.kind == "flow" else f" and {key} is not null"
    if measure.composition_id is not None:
        counts += f" and mea.measure_id = '{_identifier(measure.measure_id)}'"
    if measure.when_column:
        counts += f" and mea.{_identifier(measure.when_column)}"
    return {
        "fact": _identifier(measure.fact),
        "second": ", ".join(f"mea.{name}" if measure.is_joined else f"null::varchar as {name}" for name in _SECOND),
        # As exact as the warehouse adds up.
        "amount": f"cast(mea.{amount} as decimal(28, 10))" if measure.amount_column else "1",
        "key": key,
        "begins": "mea.valid_from" if stock else "mea.day",
        "ends": "mea.valid_to" if stock else "null::date",
        "counts": counts,
        "qualify": "qualify sum(counted_amount) over (partition by counted_key) >= $at_least"
        if measure.kind == "qualified"
        else "",
    }


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _identifier(name: str) -> str:
    """Let only plain identifiers of the catalogue into SQL."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ValueError(f"not an identifier: {name}")
    return name
