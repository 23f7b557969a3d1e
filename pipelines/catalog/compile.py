"""Compilation of everything declared to the reference tables the warehouse reads, one Parquet file a table.

Belongs here: writing the files. Does not belong here: what fills them (rows.py), the columns' names, order and types,
which dbt_project/models/sources/_reference.yml alone declares.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel

from pipelines.catalog.catalog import load_catalog
from pipelines.catalog.rows import reference_rows
from pipelines.catalog.strict_yaml import load
from pipelines.fingerprint import fingerprint
from pipelines.settings import DBT_DIR, SEEDS_DIR

_ARROW_TYPES = {
    "varchar": pa.string(),
    "integer": pa.int32(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


def compile_reference(out_dir: Path, seeds: Path = SEEDS_DIR, models: Path = DBT_DIR / "models") -> None:
    """Write every reference table as out_dir/<table>.parquet, typed also when empty; once for a state of the seeds."""
    key, key_file = fingerprint([seeds, models, Path(__file__).parent]), out_dir / "compiled.key"
    if key_file.exists() and key_file.read_text(encoding="utf-8") == key:
        return
    key_file.unlink(missing_ok=True)
    tables = reference_rows(load_catalog(seeds, models))
    schemas = reference_schemas(models / "sources" / "_reference.yml")
    out_dir.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas.items():
        rows = tables[name]
        if rows and list(rows[0]) != schema.names:
            raise ValueError(f"reference table {name}: {list(rows[0])} are compiled, {schema.names} are declared")
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), out_dir / f"{name}.parquet", compression="zstd")
    key_file.write_text(key, encoding="utf-8")


class _Column(BaseModel):
    name: str
    data_type: str


class _Table(BaseModel):
    name: str
    columns: list[_Column]


class _Source(BaseModel):
    tables: list[_Table]


class _SourceFile(BaseModel):
    sources: list[_Source]


def reference_schemas(path: Path) -> dict[str, pa.Schema]:
    """Return the schema of every reference table as the dbt source declares it."""
    file = load(path).validate(_SourceFile)
    return {
        table.name: pa.schema([(column.name, _ARROW_TYPES[column.data_type]) for column in table.columns])
        for source in file.sources
        for table in source.tables
    }
