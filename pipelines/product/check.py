"""A file judged as its delivery would be, with nothing kept: the cells to mend, and what to do about each.

Belongs here: taking one file into a throw-away installation and judging its rows by the published file's own
statements. Does not belong here: the statements (dbt staging), showing the outcome (commands/check.py,
pages).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from openpyxl.utils import get_column_letter

from pipelines.catalog.contracts import load_contracts
from pipelines.errors import LinliError
from pipelines.intake import ingest
from pipelines.intake.header_mappings import mappings_file
from pipelines.intake.ledger import Event, Ledger
from pipelines.intake.notes import Note
from pipelines.intake.places import listed
from pipelines.intake.raw_tables import register_raw
from pipelines.intake.standing import deliveries_of
from pipelines.product.published import ALIAS, open_published
from pipelines.settings import Home


@dataclass(frozen=True)
class Finding:
    """One cell to mend: where it stands, what is in it (masked), what is wrong and what to do."""

    dataset: str
    sheet: str
    row_number: int
    cell: str
    column_name: str
    header: str
    value_masked: str | None
    reason_code: str
    reason_zh: str
    reason_en: str


@dataclass(frozen=True)
class FileCheck:
    """What became of one file: refused as a whole, or read, with the cells of the rows that would be sent back.

    `unit_ids` are the units that the other rows would count for.
    """

    path: Path
    datasets: tuple[str, ...]
    rows_read: int
    findings: tuple[Finding, ...]
    notes: tuple[Note, ...] = ()
    unit_ids: tuple[str, ...] = ()
    refusal: LinliError | None = None

    @property
    def rows_rejected(self) -> int:
        """Rows with at least one cell to mend."""
        return len({(finding.sheet, finding.row_number) for finding in self.findings})


def check_file(path: Path, place: Home, sender_code: str | None = None) -> FileCheck:
    """Judge one file as if `sender_code` had delivered it to an installation; load nothing.

    Without a sender it is the unit whose code the file's folder carries, else the home jurisdiction. Raises LinliError
    when there is no such file or no published file to judge by.
    """
    if path.is_dir():
        raise LinliError(
            f"{path} 是文件夹：请写明其中的文件。", f"{path} is a folder: name the files in it.", code="no_file"
        )
    if not path.is_file():
        raise LinliError(f"没有这个文件：{path}。", f"there is no file {path}.", code="no_file")
    with open_published(place.published) as connection, tempfile.TemporaryDirectory() as folder:
        sender = _known(connection, sender_code) if sender_code else _sender(connection, path)
        home = Home(Path(folder))
        if place.secret_key.exists():
            # A person that a template names by its token is known to this installation's key only.
            home.secret_key.symlink_to(place.secret_key)
        if mappings_file(place).exists():
            home.raw.mkdir()
            mappings_file(home).symlink_to(mappings_file(place))
        (home.landing / sender).mkdir(parents=True)
        shutil.copyfile(path, home.landing / sender / path.name)
        (outcome,) = ingest(home).outcomes
        if outcome.status == "refused":
            refusal = LinliError(outcome.reason_zh or "", outcome.reason_en or "", code=outcome.reason_code or "error")
            return FileCheck(path, (), 0, (), refusal=refusal)
        _require_judgement(connection, outcome.datasets)
        deliveries = deliveries_of(Ledger(home.ledger).events())
        findings = _findings(connection, home, Places(deliveries))
        notes = (
            *outcome.notes,
            *_totals(deliveries),
            *_assumed(connection, deliveries, sender),
            *_later(connection, outcome.datasets, sender),
        )
        units = _unit_ids(connection, outcome.datasets)
        return FileCheck(path, tuple(outcome.datasets), outcome.rows, findings, notes, units)


def _require_judgement(connection: duckdb.DuckDBPyConnection, datasets: Iterable[str]) -> None:
    """Refuse what was declared after the last publication: nothing there says what its rows must be."""
    for dataset in datasets:
        known = connection.execute("select 1 from meta.judging where relation = ?", [f"staging.stg_{dataset}"])
        if not known.fetchall():
            raise LinliError(
                f"已发布的数据还不认识“{dataset}”这种报表：请先运行 linli run --full。",
                f"what is published does not know the dataset {dataset} yet: run linli run --full first.",
                code="dataset_not_published",
            )


def _known(connection: duckdb.DuckDBPyConnection, code: str) -> str:
    if connection.execute("select 1 from marts.dim_unit where code = ?", [code]).fetchone() is None:
        raise LinliError(
            f"没有代码为“{code}”的单位：--unit 请写单位代码，见 marts.dim_unit。",
            f'no unit has the code "{code}": --unit takes a unit code, see marts.dim_unit.',
            code="unknown_unit",
        )
    return code


def _sender(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    folder = path.resolve().parent.name
    row = connection.execute(
        """
        select code from marts.dim_unit
        where code = ? or unit_id in (select jurisdiction_id from marts.dim_jurisdiction where is_home)
        order by code = ? desc limit 1
        """,
        [folder, folder],
    ).fetchone()
    if row is None:
        raise LinliError(
            "不知道这份报表由谁报送：请用 --unit 指明单位代码。",
            "it is not known who sends this file: name the unit with --unit.",
            code="no_sender",
        )
    return str(row[0])


class Places:
    """Where in the file each column of the contract was found."""

    def __init__(self, deliveries: list[Event]) -> None:
        tables: list[dict[str, Any]] = [table for delivery in deliveries for table in delivery["tables"]]
        self._sheets = {table["sheet"]: number for number, table in reversed([*enumerate(tables)])}
        self._columns = {
            (table["sheet"], name): int(header["position"])
            for table in tables
            for name, header in table["headers"].items()
        }

    def order(self, sheet: str, row: int, column: str) -> tuple[int, int, int]:
        """Tell what comes first in the file: sheet, then row, then column; what has no cell of its own comes last."""
        return self._sheets[sheet], row, self._columns.get((sheet, column), len(self._columns))

    def cell(self, sheet: str, row: int, column: str) -> str:
        """Name the cell; only its row where the table has no such column."""
        position = self._columns.get((sheet, column))
        return str(row) if position is None else f"{get_column_letter(position + 1)}{row}"


def _totals(deliveries: list[Event]) -> tuple[Note, ...]:
    """Say which rows were taken for totals, so that nobody misses them among the data."""
    rows: dict[str, set[int]] = {}
    for table in (table for delivery in deliveries for table in delivery["tables"] if table["total_rows"]):
        rows.setdefault(table["sheet"], set()).update(table["total_rows"])
    return tuple(
        Note(
            f"工作表“{sheet}”第 {listed([*map(str, sorted(numbers))])} 行是合计行，只用于核对，不计为数据",
            f"Sheet '{sheet}': row {listed([*map(str, sorted(numbers))])} is a total, kept to be compared and never "
            "counted as data",
        )
        for sheet, numbers in rows.items()
    )


def _assumed(connection: duckdb.DuckDBPyConnection, deliveries: list[Event], sender: str) -> Iterator[Note]:
    """Say which sheets name no unit: their rows count for the sender, who may have been chosen by mistake."""
    found = connection.execute(
        f"select max_by(name, valid_from) from {ALIAS}.marts.dim_unit where code = ?", [sender]
    ).fetchone()
    name = (found and found[0]) or sender
    contracts = load_contracts()
    for delivery in deliveries:
        column = contracts[delivery["dataset"]].by_name.get("unit")
        for table in delivery["tables"] if column is not None and column.preamble else ():
            if "unit" not in table["headers"] and "unit" not in table["above"]:
                yield Note(
                    f"工作表“{table['sheet']}”没有写明单位，各行都计入报送单位“{name}”；如不是，请改选单位后再报",
                    f"Sheet '{table['sheet']}' names no unit: its rows count for the sender, {name}. If that is wrong, "
                    "choose the unit first",
                )


def _later(connection: duckdb.DuckDBPyConnection, datasets: Iterable[str], sender: str) -> Iterator[Note]:
    """Say how many rows speak of days after the one that the sender's area is told up to: they wait until it comes."""
    as_of: date | None
    ((as_of,),) = connection.execute(
        f"""
        select max(area.as_of) from {ALIAS}.marts.dim_unit as unit
        inner join {ALIAS}.marts.dim_jurisdiction as area using (jurisdiction_id)
        where unit.code = ?
        """,
        [sender],
    ).fetchall()
    contracts = load_contracts()
    for dataset in datasets:
        day = contracts[dataset].day_column
        if as_of is None or day is None:
            continue
        is_later = f"{day.name} > date '{as_of}'" if day.type == "date" else f"{day.name} > {as_of.year}"
        rows = len(connection.table(f"staging.stg_{dataset}").filter(f"reject_reasons = '' and {is_later}"))
        if rows:
            yield Note(
                f"“{contracts[dataset].title.zh}”有 {rows} 行在统计截止日（{as_of:%Y-%m-%d}）之后：可以报，"
                "统计到那时才计入指标",
                f"{contracts[dataset].title.en}: {rows} row(s) dated after the as-of date {as_of:%Y-%m-%d}: accepted, "
                "and counted once it reaches them",
            )


def _unit_ids(connection: duckdb.DuckDBPyConnection, datasets: Iterable[str]) -> tuple[str, ...]:
    found: set[str] = set()
    for dataset in datasets:
        staged = connection.table(f"staging.stg_{dataset}")
        if "unit_id" in staged.columns:
            kept = staged.filter("reject_reasons = '' and unit_id is not null")
            found.update(str(row[0]) for row in kept.unique("unit_id").fetchall())
    return tuple(sorted(found))


def _findings(connection: duckdb.DuckDBPyConnection, home: Home, places: Places) -> tuple[Finding, ...]:
    """Run the published statements on the file's rows, in memory."""
    steps = connection.execute("select relation, statement from meta.judging order by position").fetchall()
    connection.execute("use memory")
    for schema in ("staging", "marts"):
        connection.execute(f"create schema {schema}")
    connection.execute(f"create view staging.stg_unit_lookup as from {ALIAS}.meta.unit_lookup")
    register_raw(connection, home, load_contracts())
    for relation, statement in steps:
        connection.execute(f"create table {relation} as {statement}")
    rows = connection.execute(
        """
        select sheet, row_number, column_name, dataset, header, value_masked, reason_code, reason_zh, reason_en
        from marts.dq_rejected_row
        """
    ).fetchall()
    return tuple(
        Finding(dataset, sheet, row, places.cell(sheet, row, column), column, header, value, code, zh, en)
        for sheet, row, column, dataset, header, value, code, zh, en in sorted(
            rows, key=lambda row: places.order(*row[:3])
        )
    )
