"""What a command takes: wall seconds, CPU seconds and peak memory of all its processes.

Belongs here: measuring a process from outside. Does not belong here: what is run.
"""

from __future__ import annotations

import os
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

# Seldom enough not to be felt by what is measured.
EVERY_SECONDS = 0.3


@dataclass(frozen=True)
class Took:
    """What one run of a command came to."""

    seconds: float
    cpu: float
    peak_bytes: int
    output: str


def took(command: list[str], **environment: str) -> Took:
    """Run the command to its end and measure it; what it says on failure is raised."""
    started = perf_counter()
    process = subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    watch = _Watch(process.pid)
    watch.start()
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - started
    watch.done.set()
    watch.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{output[-3000:]}")
    return Took(seconds, usage.ru_utime + usage.ru_stime, watch.peak, output)


class _Watch(threading.Thread):
    """Looks at the memory of a process and all its descendants, a few times a second."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root, self.peak, self.done = root, 0, threading.Event()

    def run(self) -> None:
        while not self.done.wait(EVERY_SECONDS):
            self.peak = max(self.peak, sum(map(_proportional, _family(self.root))))


def _family(root: int) -> list[int]:
    found = [root]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, children.read_text().split())
            except OSError:
                continue
    return found


def _proportional(process: int) -> int:
    """Memory of a process, with what it shares divided among those that share it."""
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0
