"""What an analyst finds on the analysis page: the tables there are, and statements to begin with.

Belongs here: their SQL. Does not belong here: running what an analyst writes (reading.py), words.
"""

from __future__ import annotations

from inspect import cleandoc

import pandas as pd

from dashboards.reading import frame as _read
from pipelines.product.status import Lang

SCHEMA = "marts"
FIRST_TABLE = "v_indicator"


def tables() -> pd.DataFrame:
    """List the tables and views an analyst reads, with what one row of each is."""
    return _read(
        """
        select table_name, comment from (
            select table_name, comment from duckdb_tables() where schema_name = $schema
            union all
            select view_name, comment from duckdb_views() where schema_name = $schema
        )
        order by table_name <> $first, table_name not like 'fct%', table_name
        """,
        schema=SCHEMA,
        first=FIRST_TABLE,
    )


def columns(table: str) -> pd.DataFrame:
    """List a table's columns with their types and descriptions."""
    found = _read(
        """
        select table_name, column_name, data_type, comment from duckdb_columns()
        where schema_name = $schema order by table_name, column_index
        """,
        schema=SCHEMA,
    )
    return found[found["table_name"] == table].drop(columns="table_name")


def reproduced(indicator_id: str, unit_id: str, label: str, precision: int, lang: Lang) -> str:
    """Return the statement that gives one figure of the pages."""
    return cleandoc(
        f"""
        select unit_name, name_{lang}, label_{lang}, numerator, denominator, value,
            round(value, {min(precision, 2)}) as rounded, unit_of_measure, coverage, na_reason
        from marts.v_indicator
        where indicator_id = {_text(indicator_id)} and unit_id = {_text(unit_id)}
            and label = {_text(label)} and boundary = 'as_was'
        """
    )


def below(indicator_id: str, unit_id: str, label: str) -> str:
    """Return a statement for one indicator of all units below."""
    return cleandoc(
        f"""
        select unit_name, numerator, denominator, round(value, 1) as value, coverage
        from marts.v_indicator
        where indicator_id = {_text(indicator_id)} and label = {_text(label)} and boundary = 'as_was'
            and unit_id in (select unit_id from marts.dim_unit where parent_id = {_text(unit_id)})
        order by value
        """
    )


def trend(indicator_id: str, unit_id: str, lang: Lang) -> str:
    """Return a statement for one indicator of a unit, quarter after quarter."""
    return cleandoc(
        f"""
        select label_{lang}, numerator, denominator, round(value, 1) as value
        from marts.v_indicator
        where indicator_id = {_text(indicator_id)} and unit_id = {_text(unit_id)}
            and period_type = 'quarter' and boundary = 'as_was' and not is_partial
        order by period_start
        """
    )


def gaps(lang: Lang) -> str:
    """Return a statement for what is to be done, the soonest due first."""
    body = "responsible_body" if lang == "zh" else "responsible_body_en"
    return cleandoc(
        f"""
        select unit.full_name, clause.summary_{lang}, work.status, work.value, work.target,
            work.gap, work.gap_unit, work.{body}, work.due_on
        from marts.fct_worklist as work
        join marts.dim_clause as clause using (clause_id)
        join marts.dim_unit as unit using (unit_id)
        order by work.is_overdue desc, work.due_on
        limit 50
        """
    )


def rejected(lang: Lang) -> str:
    """Return a statement for the cells that were sent back, the latest first."""
    return cleandoc(
        f"""
        select delivery.received_at, delivery.file_name, cell.sheet, cell.row_number,
            cell.column_name, cell.value_masked, cell.reason_{lang}
        from marts.dq_rejected_row as cell
        join marts.dq_delivery as delivery using (delivery_id)
        order by delivery.received_at desc, cell.sheet, cell.row_number
        limit 100
        """
    )


def first_rows(table: str) -> str:
    """Return a statement for the first rows of a table."""
    return f"select * from {SCHEMA}.{table} limit 20"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
