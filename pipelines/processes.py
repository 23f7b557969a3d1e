"""Processes started beside this one.

Belongs here: ending one. Does not belong here: what each is for (commands/up.py, commands/keep_fresh.py,
warehouse/spark_server.py), the process that reads files (intake/limited.py), which ends by itself.
"""

from __future__ import annotations

import subprocess


def end(process: subprocess.Popen[bytes], within: float) -> None:
    """Ask a process to end; one that has not within so many seconds is killed."""
    process.terminate()
    try:
        process.wait(timeout=within)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
