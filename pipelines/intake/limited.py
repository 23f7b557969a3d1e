"""Reading at arm's length: one limited process reads every file, and is replaced when a file brings it down.

Belongs here: starting, asking, judging the death of that process. Does not belong here: what it does (worker.py).
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from pipelines.errors import LinliError
from pipelines.intake.grid import Grid
from pipelines.intake.limits import LIMITS, Limits, crashed, lacked_memory, out_of_memory, too_slow
from pipelines.intake.transport import load_grids
from pipelines.intake.worker import MESSAGE_BYTES
from pipelines.settings import PROJECT_DIR

_SECONDS_TO_START = 60
_SECONDS_TO_END = 5
_SECONDS_TO_GO = 0.5
_NAME_LENGTH = 255


class LimitedReader:
    """Reads files in a process of its own; that process starts with the first file and serves all that follow."""

    def __init__(self, scratch: Path, limits: Limits = LIMITS) -> None:
        self._scratch = scratch
        self._limits = limits
        self._process: _Process | None = None

    def __enter__(self) -> LimitedReader:
        """Return the reader; nothing runs yet."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let the process go."""
        self._stop()

    def start(self) -> None:
        """Start the process, without waiting for it."""
        if self._process is None:
            self._process = _Process(self._scratch, self._limits)

    def ready(self) -> None:
        """Wait until the process reads; where it cannot even start, no file is to blame."""
        self.start()
        if self._process is not None:
            self._process.await_ready()

    def read(self, stream: IO[bytes], file_name: str) -> list[Grid]:
        """Return a file's sheets; a file that trips the limits or the process is refused, and only that file."""
        self.start()
        fresh = self._process is not None and not self._process.has_read
        try:
            return self._ask(stream, file_name)
        except LinliError as error:
            # What earlier files left behind in the process must not be held against this one.
            if fresh or error.code not in ("crashed", "too_big"):
                raise
        self._stop()
        return self._ask(stream, file_name)

    def _ask(self, stream: IO[bytes], file_name: str) -> list[Grid]:
        self.ready()
        assert self._process is not None
        with tempfile.TemporaryFile(dir=self._scratch) as sink:
            answer = self._process.ask(stream.fileno(), sink.fileno(), file_name[:_NAME_LENGTH])
            if "sheets" in answer:
                return load_grids(sink.fileno(), answer["sheets"])
        if "code" in answer:
            raise LinliError(answer["zh"], answer["en"], answer["code"])
        if "failed" in answer:
            raise crashed(answer["failed"])
        death = self._process.judge(answer)
        self._stop()
        raise death

    def _stop(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None


class _Process:
    """One run of worker.py."""

    def __init__(self, scratch: Path, limits: Limits) -> None:
        self._limits = limits
        self._channel, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  (closed in end)
        with other:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "pipelines.intake.worker", str(other.fileno()), json.dumps(asdict(limits))],
                pass_fds=[other.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._said,
                env=_environment(scratch),
                start_new_session=True,
            )
        self._ready = False
        self.has_read = False

    def await_ready(self) -> None:
        """Wait for the process's first word."""
        if self._ready:
            return
        self._channel.settimeout(_SECONDS_TO_START)
        try:
            self._ready = bool(self._channel.recv(MESSAGE_BYTES))
        except OSError:
            self._ready = False
        if not self._ready:
            raise _cannot_start()
        self._channel.settimeout(self._limits.wall_seconds)

    def ask(self, source: int, sink: int, file_name: str) -> dict[str, Any]:
        """Return the process's answer, or what is known of why there is none."""
        try:
            self.has_read = True
            os.lseek(source, 0, os.SEEK_SET)
            socket.send_fds(self._channel, [file_name.encode("utf-8", "replace") or b"?"], [source, sink])
            answer = self._channel.recv(MESSAGE_BYTES)
        except TimeoutError:
            return {"late": 1}
        except OSError:
            answer = b""
        return dict(json.loads(answer)) if answer else {"dead": 1}

    def judge(self, answer: dict[str, Any]) -> LinliError:
        """Return the refusal of the file that brought the process down."""
        if "late" in answer:
            return too_slow(self._limits)
        code = self._process.wait(timeout=_SECONDS_TO_END)
        if code == -signal.SIGXCPU:
            return too_slow(self._limits)
        self._said.seek(0)
        if lacked_memory(self._said.read().decode("utf-8", "replace")):
            return out_of_memory(self._limits)
        return crashed(signal.Signals(-code).name if code < 0 else str(code))

    def end(self) -> None:
        """Let the process go; one that does not is killed."""
        self._channel.close()
        try:
            self._process.wait(timeout=_SECONDS_TO_GO)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._said.close()


def _environment(scratch: Path) -> dict[str, str]:
    """Return what the process sees: nothing of ours but where to import from and where to put what it transcodes."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL", "VIRTUAL_ENV")}
    return kept | {
        "PYTHONPATH": str(PROJECT_DIR),
        "TMPDIR": str(scratch),
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "MALLOC_ARENA_MAX": "2",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _cannot_start() -> LinliError:
    return LinliError(
        "读取文件的进程启动不了，什么都没有接收。请检查安装是否完整、内存是否足够，然后重新运行。",
        "The process that reads files does not start; nothing was taken in. Check the installation and free memory, "
        "then run again.",
        "cannot_start",
    )
