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
            held = [_held(process) for process in _family(self.root)]
            # What several map, files and shared memory, counts once.
            shared = [max(counts, default=0) for counts in zip(*(one[1:] for one in held), strict=True)]
            self.peak = max(self.peak, sum(one[0] for one in held) + sum(shared))


def _family(root: int) -> list[int]:
    found = [root]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, children.read_text().split())
            except OSError:
                continue
    return found


def _held(process: int) -> tuple[int, ...]:
    """Bytes that a process holds: of its own, of files, of shared memory. Counters that the system keeps anyway.

    To walk its pages instead, for what it shares with whom, took a fifth of a core beside a large process.
    """
    try:
        told = dict(line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines())
        return tuple(int(told[name].split()[0]) * 1024 for name in ("RssAnon", "RssFile", "RssShmem"))
    except (OSError, KeyError):  # it has ended
        return (0, 0, 0)
