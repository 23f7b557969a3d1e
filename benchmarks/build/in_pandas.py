"""The same rows in pandas, as a good analyst would write it: columns at once, each distinct text read once.

Belongs here: reading, rejecting, what counts. Does not belong here: what it adds up to (pandas_figures.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from benchmarks.build import texts
from benchmarks.build.pandas_figures import Amounts, figures

READ = {"date": texts.day, "month": texts.month}
# Dataset: its columns (name, kind, whether it must be filled), its key, and whether a list replaces a list as a whole.
Column = tuple[str, str, bool]
DATASETS: dict[str, tuple[list[Column], list[str], bool]] = {
    "population": ([("as_on", "date", True), ("households", "户", True), ("residents", "人", True)], ["as_on"], True),
    "workers": (
        [("as_on", "date", True), ("person_id", "text", True), ("staff_no", "text", True), ("born_on", "month", True),
         ("post", "code", True), ("grid_no", "text", False), ("started_on", "date", True)],
        ["as_on", "person_id"], True,
    ),
    "credentials": (
        [("person_id", "text", True), ("credential", "code", True), ("obtained_on", "date", True)],
        ["person_id", "credential"], False,
    ),
    "households": (
        [("as_on", "date", True), ("household_no", "text", True), ("key_group", "code", False)],
        ["as_on", "household_no"], True,
    ),
    "visits": (
        [("visited_on", "date", True), ("household_no", "text", True), ("staff_no", "text", True)],
        ["visited_on", "household_no", "staff_no"], False,
    ),
    "party_meetings": (
        [("org_name", "text", True), ("held_on", "date", True), ("kind", "code", True), ("expected", "人", True),
         ("attended", "人", True)],
        ["org_name", "held_on", "kind"], False,
    ),
    "cases": (
        [("case_no", "text", True), ("received_on", "date", True), ("kind", "code", True), ("channel", "code", False),
         ("told_at_once", "code", False), ("closed_on", "date", False)],
        ["case_no"], False,
    ),
    "funding": (
        [("voucher_no", "text", True), ("booked_on", "date", True), ("stage", "code", True), ("category", "code", True),
         ("source_level", "code", True), ("amount", "元", True)],
        ["voucher_no"], False,
    ),
}  # fmt: skip


@dataclass
class Reader:
    """Reads datasets and keeps what was wrong with them."""

    raw: Path
    units: pd.DataFrame
    codes: pd.DataFrame
    received: pd.Series
    rejected: list[pd.DataFrame]

    def read(self, dataset: str) -> pd.DataFrame:
        """The rows of a dataset that count, typed."""
        columns, key, is_list = DATASETS[dataset]
        sent = pd.read_parquet(self.raw / dataset)
        rows = sent[["delivery_id", "row_number"]].copy()
        rows["unit"] = sent["unit"].map(self.units.set_index("name")["unit_id"])
        good = self._checked(rows, sent["unit"], rows["unit"], ("unit", "unknown_unit", True))
        for name, kind, required in columns:
            rows[name] = self._typed(dataset, sent[name], name, kind)
            reason = "not_in_code_list" if kind == "code" else "bad_type"
            good &= self._checked(rows, sent[name], rows[name], (name, reason, required))
        del sent
        rows = rows[good]
        again = rows.duplicated(["delivery_id", "unit", *key])
        if again.any():
            self._reject(rows[again], key[-1], "duplicate_key")
            rows = rows[~again]
        return self._latest(rows, ["unit", *key], is_list)

    def _typed(self, dataset: str, sent: pd.Series, name: str, kind: str) -> pd.Series:
        if kind == "text":
            return sent
        distinct = sent.dropna().unique()
        if kind in READ:
            return pd.to_datetime(sent.map(texts.dictionary(distinct, READ[kind])))
        if kind == "code":
            known = self.codes[(self.codes["dataset"] == dataset) & (self.codes["column_name"] == name)]
            labels = dict(zip(known["label"], known["code"], strict=True))
            return sent.map({text: labels.get(texts.label(text)) for text in distinct}).astype("category")
        return sent.map(texts.dictionary(distinct, lambda text: texts.number(text, kind)))

    def _checked(self, rows: pd.DataFrame, sent: pd.Series, read: pd.Series, ask: tuple[str, str, bool]) -> pd.Series:
        name, reason, required = ask
        wrong = read.isna() if required else read.isna() & sent.notna()
        if wrong.any():
            self._reject(rows[wrong & sent.notna()], name, reason)
            self._reject(rows[wrong & sent.isna()], name, "missing_required")
        return ~wrong

    def _reject(self, rows: pd.DataFrame, name: str, reason: str) -> None:
        self.rejected.append(rows[["delivery_id", "row_number"]].assign(column_name=name, reason_code=reason))

    def _latest(self, rows: pd.DataFrame, key: list[str], is_list: bool) -> pd.DataFrame:
        """Of what was delivered again the latest counts: whole lists of a unit and day, or single rows."""
        if is_list:
            lists = rows[["unit", "as_on", "delivery_id"]].drop_duplicates()
            lists["received"] = lists["delivery_id"].map(self.received)
            lists = lists.sort_values(["received", "delivery_id"]).drop_duplicates(["unit", "as_on"], keep="last")
            return rows.merge(lists[["unit", "as_on", "delivery_id"]])
        again = rows.duplicated(key, keep=False)
        if not again.any():
            return rows
        twice = rows[again].assign(received=rows["delivery_id"].map(self.received))
        latest = twice.sort_values(["received", "delivery_id"]).drop_duplicates(key, keep="last")
        return pd.concat([rows[~again], latest.drop(columns="received")])


def work(raw: Path, given: Path, out: Path) -> None:
    """Read, reject, count, divide, write."""
    codes = pd.read_parquet(given / "code.parquet")
    received = pd.read_parquet(given / "delivery.parquet").set_index("delivery_id")["received_at"]
    units = _units(raw, codes)
    reader = Reader(raw, units, codes, received, [])
    amounts = Amounts()
    amounts.add_people(reader.read("population"), reader.read("workers"), reader.read("credentials"))
    amounts.add_registers(reader.read("households"))
    amounts.add_visits(reader.read("visits"))
    amounts.add_meetings(reader.read("party_meetings"), units)
    amounts.add_cases(reader.read("cases"))
    amounts.add_funding(reader.read("funding"))
    figures(amounts, units, given).to_parquet(out / "figures.parquet")
    pd.concat(reader.rejected).to_parquet(out / "rejected.parquet")


def _units(raw: Path, codes: pd.DataFrame) -> pd.DataFrame:
    units = pd.read_parquet(raw / "units")
    of_units = codes[codes["dataset"] == "units"].set_index(["column_name", "label"])["code"]
    system, kinds = of_units["code_system"], of_units["unit_type"]
    units["unit_id"] = units["code_system"].map(system) + ":" + units["code"]
    units["parent_id"] = units["code_system"].map(system) + ":" + units["parent_code"].replace("", None)
    units["unit_type"] = units["unit_type"].map(kinds)
    return units[["unit_id", "parent_id", "name", "unit_type"]]
