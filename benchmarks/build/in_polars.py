"""The same rows in polars, as a good analyst would write it: lazy scans, joins to what each distinct text says.

Belongs here: reading, rejecting, what counts. Does not belong here: what it adds up to (polars_figures.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from benchmarks.build import texts
from benchmarks.build.in_pandas import DATASETS, READ
from benchmarks.build.polars_figures import Amounts, figures


@dataclass
class Reader:
    """Reads datasets and keeps what was wrong with them."""

    raw: Path
    units: pl.DataFrame
    codes: pl.DataFrame
    received: pl.DataFrame
    rejected: list[pl.DataFrame]

    def read(self, dataset: str) -> pl.DataFrame:
        """The rows of a dataset that count, typed."""
        columns, key, is_list = DATASETS[dataset]
        asked = [("unit", "unit", True), *columns]
        sent = pl.read_parquet(
            self.raw / dataset / "*.parquet", columns=[*(name for name, *_ in asked), "delivery_id", "row_number"]
        )
        rows = sent.with_columns(
            self._typed(dataset, sent[name], name, kind).alias(f"{name}_read") for name, kind, _ in asked
        )
        bad = pl.any_horizontal(_wrong(name, required) for name, _, required in asked)
        wrong = rows.filter(bad)
        for name, kind, required in asked:
            reason = {"code": "not_in_code_list", "unit": "unknown_unit"}.get(kind, "bad_type")
            cells = wrong.filter(_wrong(name, required))
            self._reject(cells.filter(pl.col(name).is_not_null()), name, reason)
            self._reject(cells.filter(pl.col(name).is_null()), name, "missing_required")
        read = [pl.col(f"{name}_read").alias(name) for name, *_ in asked]
        rows = rows.filter(~bad).select("delivery_id", "row_number", *read)
        first = rows.select(pl.struct("delivery_id", "unit", *key).is_first_distinct()).to_series()
        self._reject(rows.filter(~first), key[-1], "duplicate_key")
        return self._latest(rows.filter(first), ["unit", *key], is_list)

    def _typed(self, dataset: str, sent: pl.Series, name: str, kind: str) -> pl.Series:
        if kind == "text":
            return sent
        distinct = sent.drop_nulls().unique().to_list()
        if kind == "unit":
            said, dtype = dict(zip(self.units["name"], self.units["unit_id"], strict=True)), pl.String
        elif kind in READ:
            said, dtype = texts.dictionary(distinct, READ[kind]), pl.Date
        elif kind == "code":
            known = self.codes.filter(dataset=dataset, column_name=name)
            labels = dict(zip(known["label"], known["code"], strict=True))
            said, dtype = {text: labels.get(texts.label(text)) for text in distinct}, pl.String
        else:
            said, dtype = texts.dictionary(distinct, lambda text: texts.number(text, kind)), pl.Float64
        return sent.replace_strict(list(said), list(said.values()), default=None, return_dtype=dtype)

    def _reject(self, rows: pl.DataFrame, name: str, reason: str) -> None:
        told = rows.select("delivery_id", "row_number", column_name=pl.lit(name), reason_code=pl.lit(reason))
        self.rejected.append(told)

    def _latest(self, rows: pl.DataFrame, key: list[str], is_list: bool) -> pl.DataFrame:
        """Of what was delivered again the latest counts: whole lists of a unit and day, or single rows."""
        order = ["received_at", "delivery_id"]
        if is_list:
            lists = rows.select("unit", "as_on", "delivery_id").unique().join(self.received, on="delivery_id")
            latest = lists.sort(order).unique(["unit", "as_on"], keep="last")
            return rows.join(latest, on=["unit", "as_on", "delivery_id"], how="semi")
        twice = rows.filter(pl.struct(key).is_duplicated())
        latest = twice.join(self.received, on="delivery_id").sort(order).unique(key, keep="last")
        rows = rows.join(twice, on=["delivery_id", "row_number"], how="anti") if len(twice) else rows
        return pl.concat([rows, latest.select(rows.columns)])


def work(raw: Path, given: Path, out: Path) -> None:
    """Read, reject, count, divide, write."""
    codes = pl.read_parquet(given / "code.parquet")
    received = pl.read_parquet(given / "delivery.parquet").select("delivery_id", "received_at")
    units = _units(raw, codes)
    reader = Reader(raw, units, codes, received, [])
    amounts = Amounts()
    amounts.add_people(reader.read("population"), reader.read("workers"), reader.read("credentials"))
    amounts.add_registers(reader.read("households"))
    amounts.add_visits(reader.read("visits"))
    amounts.add_meetings(reader.read("party_meetings"), units)
    amounts.add_cases(reader.read("cases"))
    amounts.add_funding(reader.read("funding"))
    figures(amounts, units, given).write_parquet(out / "figures.parquet")
    pl.concat(reader.rejected).write_parquet(out / "rejected.parquet")


def _wrong(name: str, required: bool) -> pl.Expr:
    unread = pl.col(f"{name}_read").is_null()
    return unread if required else unread & pl.col(name).is_not_null()


def _units(raw: Path, codes: pl.DataFrame) -> pl.DataFrame:
    units = pl.read_parquet(raw / "units" / "*.parquet")
    said = {
        name: dict(codes.filter(dataset="units", column_name=name).select("label", "code").iter_rows())
        for name in ("code_system", "unit_type")
    }
    system = pl.col("code_system").replace_strict(said["code_system"]) + ":"
    return units.select(
        "name",
        unit_id=system + pl.col("code"),
        parent_id=system + pl.col("parent_code").replace("", None),
        unit_type=pl.col("unit_type").replace_strict(said["unit_type"]),
    )
