"""How a stage is stopped: Ctrl-C and SIGTERM alike, at once.

Belongs here: signals of this process. Does not belong here: what a stopped stage leaves behind (the stages themselves).
"""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM stop a stage at once, as a KeyboardInterrupt, on which dbt cancels its queries.

    Dagster's own handlers only take note of a signal until the stage is done. A library that an interrupt breaks into
    may ignore it, or fail of it in words of its own: a stage that ends so was interrupted all the same.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal heard
        heard = True
        signal.default_int_handler(number, frame)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        try:
            yield
        except Exception:
            if not heard:
                raise
        if heard:
            raise KeyboardInterrupt
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
