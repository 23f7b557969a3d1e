"""The floor: one script of DuckDB SQL from raw files to figures, as quick as we know how to write it."""

from __future__ import annotations

from pathlib import Path

import duckdb

SCRIPT = sorted(Path(__file__).parent.glob("*.sql"))


def work(raw: Path, given: Path, out: Path) -> None:
    """Run the script and write what it found."""
    with duckdb.connect() as connection:
        connection.execute(
            f"""
            set preserve_insertion_order = false;
            set variable raw = '{raw}'; set variable given = '{given}';
            set variable from_day = date '2014-01-01'; set variable as_of = date '2018-12-31';
            """
        )
        for part in SCRIPT:
            connection.execute(part.read_text(encoding="utf-8"))
        connection.execute(
            f"""
            copy figures to '{out}/figures.parquet' (format parquet);
            copy (
                select delivery_id, row_number, split_part(cell, ':', 1) as column_name,
                    split_part(cell, ':', 2) as reason_code
                from (select *, unnest(string_split(reasons, '|')) as cell from rejected)
            ) to '{out}/rejected.parquet' (format parquet);
            """
        )
