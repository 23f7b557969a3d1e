"""Whether a contestant's rows are those that Linli published: figures with a value, and rejected cells.

Belongs here: the comparison. Does not belong here: how anybody came to the rows.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.build.given import INDICATORS

KEYS = "indicator_id, unit_id, period_type, period_start"
# Whole numbers agree exactly; the last bits of a quotient may differ with the order of a sum.
TOLERANCE = 1e-9


class DiffersError(RuntimeError):
    """A contestant's rows are not Linli's; the first of them are told."""


def require_equal(published: Path, figures: Path, rejected: Path) -> tuple[int, int]:
    """Compare both files with the published file; return how many rows agree, or raise DiffersError."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{published}' as linli (read_only)")
        connection.execute(
            f"""
            create table expected as
            select {KEYS}, numerator, denominator, value from linli.marts.fct_indicator
            where boundary = 'as_was' and value is not null and indicator_id in {INDICATORS};
            create table expected_rejected as
            select delivery_id, cast(row_number as bigint) as row_number, column_name, reason_code
            from linli.marts.dq_rejected_row;
            create table given as
            select indicator_id, unit_id, period_type, cast(period_start as date) as period_start,
                numerator, denominator, value from '{figures}';
            create table given_rejected as
            select delivery_id, cast(row_number as bigint) as row_number, column_name, reason_code from '{rejected}';
            """
        )
        _raise_if_any(connection, "figures", _FIGURES)
        for one, other in (("given", "expected"), ("expected", "given")):
            sql = f"select '{one} only' as side, * from (from {one}_rejected except all from {other}_rejected)"
            _raise_if_any(connection, "rejected cells", sql)
        counted = connection.execute(
            "select (select count(*) from expected), (select count(*) from expected_rejected)"
        ).fetchall()[0]
    return counted[0], counted[1]


_FIGURES = f"""
    select {KEYS}, expected.numerator, given.numerator, expected.denominator, given.denominator,
        expected.value, given.value
    from expected full join given using ({KEYS})
    where not coalesce(
        abs(expected.value - given.value) <= {TOLERANCE} * greatest(abs(expected.value), 1e-300)
        and abs(expected.numerator - given.numerator) <= {TOLERANCE} * abs(expected.numerator)
        and (expected.numerator <> round(expected.numerator) or expected.numerator = given.numerator)
        and (
            (expected.denominator is null and given.denominator is null)
            or abs(expected.denominator - given.denominator) <= {TOLERANCE} * abs(expected.denominator)
        ), false)
"""


def _raise_if_any(connection: duckdb.DuckDBPyConnection, what: str, sql: str) -> None:
    different = connection.sql(f"{sql} order by all")
    if count := len(different):
        raise DiffersError(f"{count} {what} differ; the first:\n{different.limit(20)}")
