"""Parquet deliveries, as systems send them, to a grid: the column names are the header.

Belongs here: Parquet's types as text. Does not belong here: what raw is written as (take_in.py).
"""

from __future__ import annotations

from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as parquet
from pyarrow import types

from pipelines.errors import LinliError
from pipelines.intake.cells import cell_text
from pipelines.intake.grid import Grid, clean
from pipelines.intake.limits import MAX_CELLS, MAX_COLUMNS, too_many_cells, too_many_columns
from pipelines.intake.zip_parts import damaged

PARQUET_MAGIC = b"PAR1"


def read_parquet(stream: IO[bytes], file_name: str) -> list[Grid]:
    """Return the one table of a Parquet file, its column names as the header row."""
    sheet = file_name.rsplit(".", 1)[0]
    try:
        file = parquet.ParquetFile(stream)
        shape = file.metadata
        if shape.num_columns > MAX_COLUMNS:
            raise too_many_columns(sheet, shape.num_columns)
        if shape.num_rows * shape.num_columns > MAX_CELLS:
            raise too_many_cells(sheet, shape.num_rows, shape.num_columns)
        table = file.read()
    except (pa.ArrowException, OSError) as error:
        raise damaged(f"Parquet: {type(error).__name__}") from None
    return [Grid(sheet, [_column(name, table.column(position)) for position, name in enumerate(table.column_names)])]


def _column(name: str, values: Any) -> Any:
    kind = values.type.value_type if types.is_dictionary(values.type) else values.type
    if types.is_nested(kind) or types.is_binary(kind) or types.is_large_binary(kind):
        raise LinliError(
            f"列“{name}”的类型 {kind} 不是单个的值。请改为文字、数字或日期后重新报送。",
            f"Column '{name}' is of type {kind}, not a single value. Make it text, a number or a date, send it again.",
            "bad_type",
        )
    if types.is_integer(kind) or types.is_string(kind) or types.is_large_string(kind) or types.is_date32(kind):
        texts = pc.cast(values, pa.string())
    else:
        texts = pa.chunked_array([pa.array([cell_text(value) for value in values.to_pylist()], pa.string())])
    return clean(pa.chunked_array([pa.array([name], pa.string()), *texts.chunks], pa.string()))
