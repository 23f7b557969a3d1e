"""The run log: one JSON line a step of a run, in logs/runs.jsonl, and what the lines come to.

Belongs here: the file's format, both ways. Does not belong here: what a run does (road.py), what follows for a reader
(health.py). A run holds the file by a shared lock, which goes with its process: a run without an end whose lock is gone
was killed.
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal

from pipelines import clock
from pipelines.errors import LinliError
from pipelines.settings import Home

State = Literal["going", "published", "failed", "killed"]
READ_BYTES = 262_144
# Two readers of one process must not take each other for a run.
_LOOKING = threading.Lock()


@dataclass(frozen=True)
class Failure:
    """Why a run published nothing, in words."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Run:
    """One run: when, how far, what came of it."""

    run_id: str
    began_at: datetime
    state: State
    stage: str
    at: datetime
    seconds: float = 0.0
    facts: dict[str, int] = field(default_factory=dict)
    failure: Failure | None = None


def log_file(home: Home) -> Path:
    """Where the run log stands."""
    return home.root / "logs" / "runs.jsonl"


class RunLog:
    """The writing side, held by one run from its first step to the end of its process."""

    def __init__(self, home: Home) -> None:
        self._path = log_file(home)
        self._run_id = uuid.uuid4().hex
        self._began = time.monotonic()
        self._stream: BinaryIO | None = None

    def stage(self, name: str) -> None:
        """Write that a stage begins."""
        self._write({"event": "stage", "stage": name})

    def published(self, **facts: int) -> None:
        """Write that the run has published, and what it took in."""
        self._write({"event": "published", "facts": facts})

    def failed(self, failure: BaseException) -> None:
        """Write why the run ends here and publishes nothing."""
        self._write({"event": "failed", **_told(failure)})

    def _write(self, event: dict[str, Any]) -> None:
        if self._stream is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self._path.open("ab", buffering=0)
            fcntl.flock(self._stream, fcntl.LOCK_SH)
        stamps = {"run_id": self._run_id, "at": clock.now().isoformat(timespec="seconds")}
        line = json.dumps(stamps | {"seconds": round(time.monotonic() - self._began, 1)} | event, ensure_ascii=False)
        self._stream.write(f"{line}\n".encode())
        if event["event"] != "stage":
            self._stream.close()
            self._stream = None


def read_runs(home: Home) -> list[Run]:
    """Return the last runs, newest first."""
    path = log_file(home)
    if not path.exists():
        return []
    with path.open("rb") as stream:
        is_held = _is_held(stream)
        size = os.fstat(stream.fileno()).st_size
        stream.seek(max(0, size - READ_BYTES))
        lines = stream.read().splitlines()
    runs = _fold(lines if size <= READ_BYTES else lines[1:])
    # One run goes on at a time: a second one is turned away at its first step, and is no news.
    runs = [run for run in runs if run.failure is None or run.failure.code != "locked"]
    live = next((run.run_id for run in runs if run.state == "going"), None) if is_held else None
    return [replace(run, state="killed") if run.state == "going" and run.run_id != live else run for run in runs]


def _fold(lines: Iterable[bytes]) -> list[Run]:
    """Put the lines of each run together; a torn line, left by a crash, is passed over."""
    runs: dict[str, Run] = {}
    for line in lines:
        try:
            event = json.loads(line)
            at = datetime.fromisoformat(event["at"])
            known = runs.get(event["run_id"]) or Run(event["run_id"], at, "going", event.get("stage", ""), at)
            runs[known.run_id] = _after(known, event, at)
        except (ValueError, KeyError, TypeError):
            continue
    return list(runs.values())[::-1]


def _after(run: Run, event: dict[str, Any], at: datetime) -> Run:
    seconds = float(event["seconds"])
    match event["event"]:
        case "published":
            return replace(run, state="published", at=at, seconds=seconds, facts=event["facts"], failure=None)
        case "failed":
            failure = Failure(event["code"], event["zh"], event["en"])
            return replace(run, state="failed", at=at, seconds=seconds, failure=failure)
        case _:
            return replace(run, state="going", stage=event["stage"], at=at, seconds=seconds, failure=None)


def _is_held(stream: BinaryIO) -> bool:
    with _LOOKING:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(stream, fcntl.LOCK_UN)
        return False


def _told(failure: BaseException) -> dict[str, str]:
    match failure:
        case LinliError():
            return {"code": failure.code, "zh": failure.zh, "en": failure.en}
        case KeyboardInterrupt():
            return {"code": "interrupted", "zh": "运行被人为中断。", "en": "The run was interrupted by a person."}
        case _:
            line = f"{type(failure).__name__}: {failure}".splitlines()[0][:200]
            zh, en = f"意外错误：{line}", f"Unexpected error: {line}"
            return {"code": "unexpected", "zh": zh, "en": en}
