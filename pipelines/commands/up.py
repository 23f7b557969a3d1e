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

from pipelines.commands.console import say
from pipelines.commands.keep_fresh import Keeper, kept_fresh
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
    with _server(place, free, log) as server, kept_fresh(place) as keeper:
        _wait_until_healthy(server, free, log)
        say(f"驾驶舱 dashboard: http://{ADDRESS}:{free}  (Ctrl-C 停止 / stops)")
        _watch(server, log, keeper)


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


@contextmanager
def _server(place: Home, port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT_DIR / "dashboards" / "server.py")]
    command += [f"--server.address={ADDRESS}", f"--server.port={port}"]
    environment = {**os.environ, "LINLI_HOME": str(place.root)}
    signal.signal(signal.SIGTERM, _stop)
    with log.open("ab") as output:
        # Its own session: Ctrl-C reaches this process only, which then ends the server in an orderly way.
        server = subprocess.Popen(
            command, cwd=PROJECT_DIR, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        yield server
    except KeyboardInterrupt:
        say("\n已停止 / stopped")
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()


def _stop(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _wait_until_healthy(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://{ADDRESS}:{port}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise _ended(log)


def _watch(server: subprocess.Popen[bytes], log: Path, keeper: Keeper) -> None:
    while server.poll() is None:
        keeper.look()
        with suppress(subprocess.TimeoutExpired):
            server.wait(timeout=LOOK_EVERY_SECONDS)
    raise _ended(log)


def _ended(log: Path) -> LinliError:
    return LinliError(
        f"驾驶舱没有运行起来, 详情见 {log}", f"the dashboard is not running, see {log}", code="no_dashboard"
    )
