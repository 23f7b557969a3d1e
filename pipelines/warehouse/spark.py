"""Build the models on Apache Spark and bring the tables into the working warehouse.

Belongs here: what Spark reads and what it wrote, as Parquet files in folders that both sides see. Does not belong here:
where Spark runs (spark_server.py), how SQL differs (dbt_project/macros).
LINLI_SPARK_HOME says how the cluster calls LINLI_HOME (s3a://bucket/linli); by default it is the same folder.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import warnings
from graphlib import TopologicalSorter
from importlib import import_module
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.catalog.contracts import load_contracts
from pipelines.catalog.jurisdictions import load_reviews
from pipelines.errors import LinliError
from pipelines.intake.raw_tables import register_raw
from pipelines.warehouse.dbt_invocation import compiled, invoke
from pipelines.warehouse.manifest import WITHOUT_WAREHOUSE, load_manifest, load_parsed
from pipelines.warehouse.spark_server import REMOTE, spark_address
from pipelines.warehouse.working import open_working

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipelines.settings import Home

LEDGER_TABLES = ("delivery", "correction", "printed_total")
TARGET = ("--target", "spark")
# What the published file keeps of the statements, and what is a view there, is DuckDB's.
COMPILED = ("staging", "dq_rejected_row", "config.materialized:view")


def run_on_spark(home: Home, variables: tuple[str, ...], hear: Callable[[Any], None]) -> Any:
    """Run every model on Spark and return dbt's result; the tables stand as Parquet files below tables_of(home)."""
    shutil.rmtree(tables_of(home), ignore_errors=True)
    _write_ledger(home)
    # The client warns of settings that only a server of its own could take, and logs every failure that dbt tells too.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL + 1)
    with spark_address(home) as address, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        environment = {REMOTE: address}
        places = json.dumps(_places(home))
        folder = home.build / "spark" / "dbt"
        registered = invoke(
            home, "run-operation", "register_sources", "--args", places, *TARGET, folder=folder, environment=environment
        )
        if not registered.success:
            raise LinliError(
                f"Spark 上的数据源未能登记: {_first_lines(registered)}",
                f"the sources could not be shown to Spark: {_first_lines(registered)}",
                code="build_failed",
            )
        try:
            return invoke(home, "run", *variables, *TARGET, folder=folder, environment=environment, hear=hear)
        finally:
            _close_session(address)


def _close_session(address: str) -> None:
    """Close what dbt leaves open: at its end the process would ask a server that has gone, for ten minutes."""
    import_module("pyspark.sql").SparkSession.builder.remote(address).getOrCreate().stop()


def tables_of(home: Home) -> Path:
    """Where Spark leaves its tables: a folder a schema, in it a folder a table."""
    return home.build / "spark" / "tables"


def load_tables(home: Home, variables: tuple[str, ...]) -> None:
    """Bring what Spark wrote into the working warehouse, and make the views there that dbt makes of DuckDB's."""
    result = invoke(
        home, "compile", "--no-write-json", "--select", *COMPILED, *variables, *WITHOUT_WAREHOUSE, parsed=load_parsed()
    )
    assert result.success, result.exception
    nodes = load_manifest()["nodes"]
    models = {name: node for name, node in nodes.items() if node["resource_type"] == "model"}
    order = TopologicalSorter({name: set(node["depends_on"]["nodes"]) & set(models) for name, node in models.items()})
    with open_working(home) as connection:
        for database, schema in {(node["database"], node["schema"]) for node in models.values()}:
            connection.execute(f"create schema if not exists {database}.{schema}")
        for name in order.static_order():
            node = models[name]
            relation = node["relation_name"]
            if node["config"]["materialized"] == "view":
                connection.execute(f"create view {relation} as {compiled(home, node)}")
            else:
                files = tables_of(home) / node["schema"] / node["alias"] / "*.parquet"
                connection.execute(f"create table {relation} as from read_parquet('{files.as_posix()}')")


def _write_ledger(home: Home) -> None:
    """Write what the ledger holds as Parquet files; Spark reads a moment as one of UTC, which is how all are kept."""
    folder = home.build / "spark" / "ledger"
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        register_raw(connection, home, load_contracts(), load_reviews())
        connection.execute("set timezone = 'UTC'")
        for table in LEDGER_TABLES:
            described = connection.execute(f"describe raw.{table}").fetchall()
            columns = ", ".join(
                f"{name}::timestamptz as {name}" if kind == "TIMESTAMP" else name for name, kind, *_ in described
            )
            connection.execute(
                f"copy (select {columns} from raw.{table}) to '{(folder / table).as_posix()}.parquet' (format parquet)"
            )


def _places(home: Home) -> dict[str, Any]:
    """Where everything stands, as Spark calls it."""
    root = os.environ.get("LINLI_SPARK_HOME", home.root.as_uri()).rstrip("/")

    def called(path: Path) -> str:
        return f"{root}/{path.relative_to(home.root).as_posix()}"

    folders = {"deliveries": home.raw, "raw": home.build / "spark" / "ledger", "reference": home.reference}
    return {"store": called(tables_of(home)), "folders": {name: called(path) for name, path in folders.items()}}


def _first_lines(result: Any) -> str:
    """What went wrong, without the stack of the Java side."""
    told = [line.strip() for line in str(result.exception).splitlines()]
    return " ".join(told[: next((n for n, line in enumerate(told) if line.startswith("JVM")), 4)][:4])
