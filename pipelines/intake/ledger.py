"""The delivery ledger: one JSON line a received file or decision, only ever appended to.

A line is the moment it counts: what stands on disk without a line was never delivered.
Belongs here: the file's format and durability. Does not belong here: what a delivery is (deliveries.py), what the
events come to (standing.py).
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from pipelines.errors import LinliError
from pipelines.intake.durable import sync_folder

Event = dict[str, Any]


class Ledger:
    """The events of one ledger file.

    A torn last line, left by a crash, is ignored, and cut off before the next append.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._events: list[Event] = []
        self._sound_bytes = 0
        self._read()

    def events(self) -> list[Event]:
        """Return every event, oldest first."""
        return list(self._events)

    def append(self, event: Event) -> None:
        """Add one event; when this returns it is on disk."""
        line = json.dumps(event, ensure_ascii=False).encode("utf-8") + b"\n"
        created = not self._path.exists()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o644)
        with os.fdopen(descriptor, "wb") as stream:
            stream.truncate(self._sound_bytes)
            stream.seek(self._sound_bytes)
            stream.write(line)
            stream.flush()
            os.fsync(stream.fileno())
        if created:
            sync_folder(self._path.parent)
        self._sound_bytes += len(line)
        self._events.append(event)

    def _read(self) -> None:
        if not self._path.exists():
            return
        lines = self._path.read_bytes().splitlines(keepends=True)
        for number, line in enumerate(lines, start=1):
            try:
                if not line.endswith(b"\n"):
                    raise ValueError("no end of line")
                self._events.append(json.loads(line))
            except ValueError:
                if number == len(lines):
                    return
                raise LinliError(
                    f"台账 {self._path} 第 {number} 行损坏。请从备份恢复该文件。",
                    f"Line {number} of the ledger {self._path} is damaged. Restore the file from a backup.",
                    "ledger_damaged",
                ) from None
            self._sound_bytes += len(line)
