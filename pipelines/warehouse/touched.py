"""What has to be made again: deliveries that are not as they were when they were staged, and what follows from them.

Belongs here: what the staged rows of a delivery depend on, and the working warehouse's memory of it (raw.staged), of
what the build changed (touched.model, touched.unit) and of what was published (raw.published). Does not belong here:
making it (dbt_project/macros/table.sql, touched.sql).

A delivery's file never changes. Its staged rows depend on how it stands (counted, held, withdrawn), on the corrections
of its cells, on the register of units, and on the project's declarations: where one of the last two changed, or the
last build failed, everything is made anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.catalog.contracts import load_contracts
from pipelines.intake.raw_tables import show_batches, show_rows
from pipelines.product.program import program

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from pipelines.intake.ledger import Event
    from pipelines.settings import Home
    from pipelines.warehouse.manifest import Nodes

# The models that changed, each with a condition that holds of all its rows that did; None: any of them may have.
Changed = dict[str, str | None]
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
    where stamp.stamp is distinct from staged.stamp;
    create table touched.model (name varchar, is_whole boolean, part varchar);
    create table touched.unit (model varchar, unit_id varchar, since date);
    create table touched.published as from raw.published;
    delete from raw.published;
"""


def mark_touched(connection: duckdb.DuckDBPyConnection, home: Home, deliveries: list[Event]) -> set[str] | None:
    """Show the rows of touched deliveries as the schema `touched`: a view a dataset; touched.delivery names them.

    Return the datasets they are of. None: everything is made anew, a large dataset by the views of the schema `batch`;
    so it is after a build that did not come to `remember_staged`.
    """
    connection.execute(_STAMPS)
    connection.execute("insert into raw.stamp values ('', '', ?)", [program()])
    connection.execute("create table if not exists raw.staged as from raw.stamp limit 0")
    connection.execute("create table if not exists raw.published (run_id varchar)")
    connection.execute("drop schema if exists touched cascade; drop schema if exists batch cascade")
    connection.execute("create schema touched; create schema batch")
    connection.execute(_TOUCHED)
    touched = connection.execute("select delivery_id, dataset from touched.delivery").fetchall()
    gone = connection.execute("from touched.delivery anti join raw.stamp using (delivery_id)").fetchone()
    connection.execute("delete from raw.staged")
    if gone or any(dataset in ("", UNITS) for _, dataset in touched):
        connection.execute("drop schema touched cascade")
        for contract in load_contracts().values():
            show_batches(connection, home, contract, deliveries)
        return None
    names = {name for name, _ in touched}
    for contract in load_contracts().values():
        if contract.dataset != UNITS:
            kept = [delivery for delivery in deliveries if delivery["delivery_id"] in names]
            show_rows(connection, f"touched.{contract.dataset}", home, contract, kept)
    return {dataset for _, dataset in touched}


def may_change(nodes: Nodes, datasets: Iterable[str]) -> list[str]:
    """Select, in dbt's words, what may change where deliveries of these datasets are touched: all else stands."""
    changing = {f"stg_{dataset}" for dataset in datasets}
    for node in nodes.values():
        if node["resource_type"] == "model" and node["schema"] != "staging":
            meta, reads = node["config"]["meta"], node["depends_on"]["nodes"]
            ledger = any(source.startswith("source.linli.raw.") for source in reads) and meta.get("by") != "delivery"
            changing |= {node["name"]} if ledger or meta.get("changes_daily") else set()
    return [f"{name}+" for name in sorted(changing)]


def remember_staged(connection: duckdb.DuckDBPyConnection) -> None:
    """Remember every delivery as staged."""
    connection.execute("create or replace table raw.staged as from raw.stamp")
    connection.execute("drop table if exists touched.delivery")


def remember_published(connection: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """Remember which published file shows the warehouse as it stands."""
    connection.execute("create or replace table raw.published as select ? as run_id", [run_id])


def changed_tables(connection: duckdb.DuckDBPyConnection) -> Changed | None:
    """Return the models that the last build changed. None: any model may have changed."""
    if not connection.execute("select 1 from duckdb_tables() where schema_name = 'touched'").fetchall():
        return None
    found = connection.execute("select name, case when not is_whole then part end from touched.model").fetchall()
    return dict(found)


def changed_since(connection: duckdb.DuckDBPyConnection, run_id: str) -> Changed | None:
    """Return the models that changed since a published file was made; None where that is not known."""
    changed = changed_tables(connection)
    if changed is None or connection.execute("from touched.published").fetchall() != [(run_id,)]:
        return None
    return changed
