"""One writer at a time in an installation; the lock goes with the process, also when it crashes."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.errors import LinliError
from pipelines.settings import Home


@contextmanager
def only_writer(home: Home) -> Iterator[None]:
    """Hold the installation's lock; a second run is told so at once."""
    home.root.mkdir(parents=True, exist_ok=True)
    with (home.root / ".lock").open("ab") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LinliError(
                f"另一个 linli 正在 {home.root} 中接收文件。请等它结束后再运行。",
                f"Another linli is taking in files in {home.root}. Wait for it to end, then run again.",
                "locked",
            ) from None
        yield
