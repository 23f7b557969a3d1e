"""The landing folder to raw: every waiting file becomes deliveries or a refusal, durably, one file after the other.

Belongs here: the order of writes that makes a crash harmless. Does not belong here: reading files (deliveries.py).
The order is: Parquet under its name, the ledger's line (from here on it counts), and, once the encrypted original is
kept too, the file leaves landing. A crash before the line leaves an orphan that the next run overwrites; after it, a
duplicate.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal

import pyarrow as pa
import pyarrow.parquet as parquet

from pipelines.catalog.contracts import load_contracts
from pipelines.errors import LinliError
from pipelines.intake import refusals
from pipelines.intake.deliveries import Delivery, Received, read_deliveries
from pipelines.intake.durable import write_whole
from pipelines.intake.header_mappings import load_mappings
from pipelines.intake.headers import IndexByDay
from pipelines.intake.known_files import KnownFiles
from pipelines.intake.landing import (
    Envelope,
    arrived_now,
    open_delivery,
    pending,
    printable,
    read_envelope,
    remove,
    sender_code,
)
from pipelines.intake.ledger import Event, Ledger
from pipelines.intake.limited import LimitedReader
from pipelines.intake.lock import only_writer
from pipelines.intake.notes import Note
from pipelines.intake.vault import Vault
from pipelines.settings import Home


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file."""

    path: Path
    file_name: str
    sender_code: str
    status: Literal["ingested", "refused", "duplicate"]
    rows: int = 0
    delivery_ids: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    reason_code: str | None = None
    reason_zh: str | None = None
    reason_en: str | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class IntakeSummary:
    """What became of all files of one run; `rows` are those newly ingested."""

    outcomes: tuple[FileOutcome, ...]

    @property
    def files(self) -> int:
        """Number of files looked at."""
        return len(self.outcomes)

    @property
    def rows(self) -> int:
        """Number of rows newly ingested."""
        return sum(outcome.rows for outcome in self.outcomes if outcome.status == "ingested")

    @property
    def refused(self) -> int:
        """Number of files refused."""
        return sum(outcome.status == "refused" for outcome in self.outcomes)

    @property
    def duplicates(self) -> int:
        """Number of files that had been ingested before."""
        return sum(outcome.status == "duplicate" for outcome in self.outcomes)


def ingest(home: Home, on_file: Callable[[FileOutcome], None] | None = None) -> IntakeSummary:
    """Take in every waiting file; a file that cannot be read is refused in the ledger and the run goes on."""
    outcomes = []
    with only_writer(home), LimitedReader(home.root) as reader, ThreadPoolExecutor(1) as beside:
        waiting = pending(home)
        if waiting:
            reader.start()
        desk = _Desk(home, reader, beside)
        for path in waiting:
            try:
                outcome = desk.take(path)
            except OSError as error:
                raise refusals.cannot_write(path, error) from error
            outcomes.append(outcome)
            if on_file is not None:
                on_file(outcome)
    return IntakeSummary(tuple(outcomes))


Stamp = tuple[int, int, int]


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_ino, status.st_size, status.st_mtime_ns


class _Desk:
    """Where files are taken in, one after the other."""

    def __init__(self, home: Home, reader: LimitedReader, beside: Executor) -> None:
        self._home = home
        self._reader = reader
        self._beside = beside
        self._indexes = IndexByDay(load_contracts(), load_mappings(home))
        self._vault = Vault.open(home)
        self._ledger = Ledger(home.ledger)
        self._known = KnownFiles(self._ledger.events())

    def take(self, path: Path) -> FileOutcome:
        """Take in one file."""
        name, sender = printable(path.name), sender_code(path, self._home.landing)
        try:
            stream = open_delivery(path)
        except OSError as error:
            return _refused(path, name, sender, refusals.no_access(error))
        with stream:
            before = _stamp(os.fstat(stream.fileno()))
            file = Received(name, sender, stream, self._known.taken_in)
            # Encrypting and syncing the original takes as long as reading it; neither waits for the other.
            kept = self._beside.submit(self._vault.keep_original, file.sha256, stream.fileno())
            try:
                if self._known.is_duplicate(sender, file.sha256):
                    outcome = _duplicate(path, file)
                else:
                    outcome = self._decide(path, file, before)
            finally:
                wait([kept])  # the file must not be closed before
            # A file that was written to in the meantime stays, and is a delivery of its own next time.
            if kept.result() and _stamp(path.stat()) == before:
                remove(path)
        return outcome

    def _decide(self, path: Path, file: Received, before: Stamp) -> FileOutcome:
        self._reader.ready()
        envelope = arrived_now()
        try:
            envelope = read_envelope(path)
            if not file.sender_code:
                raise refusals.no_sender()
            index = self._indexes.on(datetime.fromisoformat(envelope.received_at).date())
            deliveries, notes = read_deliveries(file, index, self._vault, self._reader.read)
            if _stamp(path.stat()) != before:
                return _refused(path, file.file_name, file.sender_code, refusals.still_changing())
        except Exception as error:
            return self._refuse(
                path, file, envelope, error if isinstance(error, LinliError) else refusals.unexpected(error)
            )
        # Of a file that comes again only what was taken back is new.
        standing = self._known.standing(file.sender_code, file.sha256)
        deliveries = [delivery for delivery in deliveries if delivery.entry["dataset"] not in standing]
        if not deliveries:
            return _duplicate(path, file)
        for delivery in deliveries:
            self._write(delivery)
        self._record(file, envelope, [delivery.entry for delivery in deliveries], notes)
        self._known.add(file.sender_code, file.sha256, [delivery.entry["dataset"] for delivery in deliveries])
        return FileOutcome(
            path,
            file.file_name,
            file.sender_code,
            "ingested",
            rows=sum(delivery.rows.num_rows for delivery in deliveries),
            delivery_ids=tuple(delivery.entry["delivery_id"] for delivery in deliveries),
            datasets=tuple(delivery.entry["dataset"] for delivery in deliveries),
            notes=tuple(notes),
        )

    def _refuse(self, path: Path, file: Received, envelope: Envelope, error: LinliError) -> FileOutcome:
        delivery_id = file.delivery_id(None)
        entry: Event = {
            "delivery_id": delivery_id,
            "dataset": None,
            "status": "refused",
            "rows_read": 0,
            "reason_code": error.code,
            "reason_zh": error.zh,
            "reason_en": error.en,
        }
        self._record(file, envelope, [entry], [])
        return replace(_refused(path, file.file_name, file.sender_code, error), delivery_ids=(delivery_id,))

    def _write(self, delivery: Delivery) -> None:
        path = self._home.raw / delivery.entry["dataset"] / f"{delivery.entry['delivery_id']}.parquet"
        write_whole(path, lambda stream: write_rows(delivery.rows, stream))

    def _record(self, file: Received, envelope: Envelope, deliveries: list[Event], notes: list[Note]) -> None:
        self._ledger.append(
            {
                "event": "received",
                "file_name": file.file_name,
                "sha256": file.sha256,
                "sender_code": file.sender_code,
                "received_at": envelope.received_at,
                "basis": envelope.basis,
                "notes": [vars(note) for note in notes],
                "deliveries": deliveries,
            }
        )


def write_rows(rows: pa.Table, target: BinaryIO) -> None:
    """Write rows as raw keeps them: row numbers as the steps between them, no bounds, for nobody looks a row up."""
    parquet.write_table(
        rows,
        target,
        compression="zstd",
        store_schema=False,
        write_statistics=False,
        use_dictionary=[name for name in rows.column_names if name != "row_number"],
        column_encoding={"row_number": "DELTA_BINARY_PACKED"},
    )


def _duplicate(path: Path, file: Received) -> FileOutcome:
    return replace(_refused(path, file.file_name, file.sender_code, refusals.duplicate()), status="duplicate")


def _refused(path: Path, file_name: str, sender: str, error: LinliError) -> FileOutcome:
    return FileOutcome(
        path, file_name, sender, "refused", reason_code=error.code, reason_zh=error.zh, reason_en=error.en
    )
