"""Which deliveries have to be staged again: those that are not as they were when they were staged last.

Belongs here: what the staged rows of a delivery depend on, and the working warehouse's memory of it (raw.staged).
Does not belong here: staging itself (dbt_project/macros/stage.sql, the materialization `staged`).

A delivery's file never changes. Its staged rows depend on how it stands (counted, held, withdrawn), on the corrections
of its cells, on the register of units, and on the project's declarations: where one of the last two changed, every
delivery is touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.catalog.contracts import load_contracts
from pipelines.fingerprint import fingerprint
from pipelines.intake.raw_tables import show_rows
from pipelines.settings import DBT_DIR, PROJECT_DIR, SEEDS_DIR

if TYPE_CHECKING:
    import duckdb

    from pipelines.intake.ledger import Event
    from pipelines.settings import Home

UNITS = "units"
_STAMPS = """
    create or replace table raw.stamp as
    with corrected as (
        select delivery_id, md5(string_agg(cast(row(sheet, row_number, column_name, old_value, new_value) as varchar),
            '' order by sheet, row_number, column_name)) as cells
        from raw.correction where is_latest group by delivery_id
    )
    select delivery_id, dataset, cast(
        row(sender_code, received_at, basis, status, contract_version, corrected.cells) as varchar
    ) as stamp
    from raw.delivery left join corrected using (delivery_id)
    where dataset is not null and status <> 'refused'
"""
_TOUCHED = """
    create table touched.delivery as
    select delivery_id, dataset from raw.stamp full join raw.staged using (delivery_id, dataset)
    where stamp.stamp is distinct from staged.stamp
"""


def mark_touched(connection: duckdb.DuckDBPyConnection, home: Home, deliveries: list[Event], *, whole: bool) -> None:
    """Show the rows of touched deliveries as the schema `touched`: a view a dataset; touched.delivery names them.

    A dataset without such a view is staged whole. What is touched counts as never staged until `remember_staged`: a
    build that fails leaves it so.
    """
    connection.execute(_STAMPS)
    project = fingerprint([DBT_DIR, SEEDS_DIR, PROJECT_DIR / "pipelines" / "catalog"])
    connection.execute("insert into raw.stamp values ('', '', ?)", [project])
    connection.execute("create table if not exists raw.staged as from raw.stamp limit 0")
    connection.execute("drop schema if exists touched cascade")
    connection.execute("create schema touched")
    connection.execute(_TOUCHED)
    touched = connection.execute("select delivery_id, dataset from touched.delivery").fetchall()
    connection.execute("delete from raw.staged where delivery_id in (select delivery_id from touched.delivery)")
    if whole or any(dataset in ("", UNITS) for _, dataset in touched):
        connection.execute("drop schema touched cascade")
        connection.execute("delete from raw.staged")
        return
    names = {name for name, _ in touched}
    for contract in load_contracts().values():
        if contract.dataset != UNITS:
            kept = [delivery for delivery in deliveries if delivery["delivery_id"] in names]
            show_rows(connection, "touched", home, contract, kept)


def remember_staged(connection: duckdb.DuckDBPyConnection) -> None:
    """Remember every delivery as staged."""
    connection.execute("create or replace table raw.staged as from raw.stamp")
    connection.execute("drop schema if exists touched cascade")
