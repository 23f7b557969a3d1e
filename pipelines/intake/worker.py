"""The reading process: opens what strangers sent, under limits of memory and time, and knows no key and no folder.

Belongs here: the loop that reads one file after the other. Does not belong here: who starts and replaces this process
(limited.py), what a sheet means (recognise.py).
"""

from __future__ import annotations

import gc
import json
import os
import resource
import socket
import sys
from typing import Any

import pyarrow as pa

from pipelines.errors import LinliError
from pipelines.intake.formats import read_grids
from pipelines.intake.limits import Limits, lacked_memory, out_of_memory
from pipelines.intake.transport import write_grids

MESSAGE_BYTES = 128 * 1024


def serve(channel: socket.socket, limits: Limits) -> None:
    """Read files until the other side hangs up: each message names a file and brings its descriptor and one to fill."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    # A workbook is a million small objects and no cycle: looking for cycles among them takes a third of the time.
    gc.freeze()
    gc.disable()
    channel.send(b"ready")
    while True:
        message, descriptors, _, _ = socket.recv_fds(channel, MESSAGE_BYTES, 2)
        if not message:
            return
        spent = resource.getrusage(resource.RUSAGE_SELF)
        seconds = int(spent.ru_utime + spent.ru_stime) + limits.cpu_seconds + 1
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
        answer = _answer(message.decode("utf-8"), descriptors, limits)
        # All that this file left is young; what the libraries hold was looked through once and is not again.
        gc.collect(0)
        # What the file took goes back before anybody else works with what was read of it.
        pa.default_memory_pool().release_unused()
        channel.send(json.dumps(answer).encode("utf-8"))


def _answer(file_name: str, descriptors: list[int], limits: Limits) -> dict[str, Any]:
    source, sink = descriptors
    try:
        with os.fdopen(source, "rb") as stream, os.fdopen(sink, "wb") as filled:
            grids = read_grids(stream, file_name, limits)
            write_grids(grids, filled)
            return {"sheets": len(grids)}
    except LinliError as error:
        refusal = error
    except MemoryError:
        refusal = out_of_memory(limits)
    except Exception as error:
        # Some libraries wrap the lack of memory in an exception of their own.
        if not lacked_memory(str(error)):
            return {"failed": type(error).__name__}
        refusal = out_of_memory(limits)
    return {"code": refusal.code, "zh": refusal.zh, "en": refusal.en}


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])), Limits(**json.loads(sys.argv[2])))
