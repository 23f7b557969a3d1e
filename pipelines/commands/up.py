"""`linli up`: a warehouse if there is none, then the dashboard until Ctrl-C, kept fresh meanwhile.

Belongs here: starting, watching and stopping the pages' server. Does not belong here: the pages (dashboards/), the runs
beside it (keep_fresh.py).
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from pipelines import processes
from pipelines.commands.console import say
from pipelines.commands.keep_fresh import SECONDS_TO_END, Keeper, kept_fresh
from pipelines.errors import LinliError
from pipelines.settings import PROJECT_DIR, Home, home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ADDRESS = "127.0.0.1"
PORTS_TRIED = 50
PATIENCE_SECONDS = 60.0
LOOK_EVERY_SECONDS = 5.0


def up(port: int) -> None:
    """Build what is missing, serve, print the address, end cleanly on Ctrl-C."""
    place = home()
    if not place.published.exists():
        _build(place)
    free = free_port(port)
    log = place.root / "logs" / "dashboard.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with _served(place, free, log) as pages, kept_fresh(place) as keeper:
        if _is_healthy(pages, free):
            say(f"驾驶舱 dashboard: http://{ADDRESS}:{free}  (Ctrl-C 停止 / stops)")
            _watch(pages, keeper)
    if not pages.is_told_to_stop:
        raise LinliError(
            f"驾驶舱没有运行起来, 详情见 {log}", f"the dashboard is not running, see {log}", code="no_dashboard"
        )
    say("\n已停止 / stopped")


def free_port(wanted: int) -> int:
    """Return the first free port from the wanted one on."""
    for port in range(wanted, min(wanted + PORTS_TRIED, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((ADDRESS, port))
            except OSError:
                continue
            return port
    raise LinliError(
        f"从 {wanted} 起的 {PORTS_TRIED} 个端口都被占用, 请用 --port 另选。",
        f"no free port among the {PORTS_TRIED} from {wanted} on: choose another with --port.",
        code="no_port",
    )


def _build(place: Home) -> None:
    from pipelines.commands.demo import demo
    from pipelines.commands.run import run
    from pipelines.intake import pending

    if not place.ledger.exists() and not pending(place):
        demo()
    run(full=False, as_of=None)


class _Pages:
    """The pages' server. Ctrl-C and SIGTERM end it, and whoever waits for it sees why.

    They raise nothing: an exception that broke into a library's call would come back as that library's own failure.
    """

    def __init__(self) -> None:
        self.is_told_to_stop = False
        self._server: subprocess.Popen[bytes] | None = None

    def stop(self, _signal: int, _frame: object) -> None:
        """End the server, now or as soon as it has started."""
        self.is_told_to_stop = True
        if self._server is not None:
            self._server.terminate()

    def start(self, command: list[str], environment: dict[str, str], log: Path) -> None:
        """Start the server in a session of its own, so that Ctrl-C reaches this process only."""
        with log.open("ab") as output:
            self._server = subprocess.Popen(
                command, cwd=PROJECT_DIR, env=environment, stdout=output, stderr=output, start_new_session=True
            )

    def is_over_within(self, seconds: float) -> bool:
        """Tell whether the server has ended, or is to end, waiting for that at most so long."""
        if self._server is not None and not self.is_told_to_stop:
            with suppress(subprocess.TimeoutExpired):
                self._server.wait(timeout=seconds)
        return self.is_told_to_stop or self._server is None or self._server.returncode is not None

    def end(self) -> None:
        """See the server ended."""
        if self._server is not None:
            processes.end(self._server, SECONDS_TO_END)


@contextmanager
def _served(place: Home, port: int, log: Path) -> Iterator[_Pages]:
    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT_DIR / "dashboards" / "server.py")]
    command += [f"--server.address={ADDRESS}", f"--server.port={port}"]
    pages = _Pages()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, pages.stop)
    try:
        pages.start(command, {**os.environ, "LINLI_HOME": str(place.root)}, log)
        yield pages
    finally:
        pages.end()


def _is_healthy(pages: _Pages, port: int) -> bool:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and not pages.is_over_within(0.1):
        with suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"http://{ADDRESS}:{port}/_stcore/health", timeout=2).close()
            return True
    return False


def _watch(pages: _Pages, keeper: Keeper) -> None:
    keeper.look()
    while not pages.is_over_within(LOOK_EVERY_SECONDS):
        keeper.look()
