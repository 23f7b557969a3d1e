"""`python -m dashboards.screenshots`: the pictures in docs/screenshots, taken again from the published file.

Belongs here: serving the pages on a free port and driving a Chromium, for pictures and for the browser tests.
Does not belong here: assertions (tests/browser).
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

from pipelines import processes
from pipelines.errors import LinliError
from pipelines.product.published import version
from pipelines.settings import PROJECT_DIR, home

PICTURES = PROJECT_DIR / "docs" / "screenshots"
PATIENCE_SECONDS, SECONDS_TO_END = 60.0, 20.0
# Everything a browser would ask of the world on its own is switched off.
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Shot:
    """One picture: its file, the address, the size of the window, and whether the whole page is wanted."""

    name: str
    address: str
    width: int = 1440
    height: int = 900
    whole: bool = False


SHOTS = (
    Shot("overview", ""),
    Shot("overview-en", "?lang=en"),
    Shot("matrix", "", whole=True),
    Shot("detail", "?detail=certified_share_under_45~330482001~2018-Q2"),
    Shot("indicator", "indicator?indicator=certified_share&unit=6201", whole=True),
    Shot("indicator-en", "indicator?indicator=certified_share&unit=6201&lang=en"),
    Shot("unit", "unit?unit=330482001034", whole=True),
    Shot("scorecards", "scorecards?unit=D5-S1-C1&period=2014", whole=True),
    Shot("worklist", "worklist"),
    Shot("clauses", "clauses?policy=danghu_2017"),
    Shot("clause", "clauses?clause=danghu_2017.under_45_certified_in_three_years", whole=True),
    Shot("deliveries", "deliveries?unit=330482001"),
    Shot("phone", "", width=390, height=844),
)


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """Serve the pages of an installation on a free loopback port; gives the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT_DIR / "dashboards" / "server.py")]
    command += ["--server.address=127.0.0.1", f"--server.port={port}"]
    environment = {**os.environ, "LINLI_HOME": str(root)}
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, cwd=PROJECT_DIR, env=environment, stdout=log, stderr=log)
        try:
            _wait_until_healthy(address)
            yield address
        finally:
            processes.end(server, SECONDS_TO_END)


def _wait_until_healthy(address: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(address)


@contextmanager
def chromium() -> Iterator[BrowserContext]:
    """Start the machine's own Chromium with a profile that is thrown away."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as profile, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(profile, executable_path=program, args=QUIET)
        try:
            yield context
        finally:
            context.close()


def settle(page: Page) -> None:
    """Wait until the page stands: its foot (or its message) is there, and no chart is still being drawn."""
    page.locator(".foot, .message").first.wait_for(timeout=30_000)
    page.wait_for_function("!document.querySelector('[data-testid=stSkeleton], [data-stale=true]')")
    page.wait_for_timeout(400)


def take(context: BrowserContext, address: str, shot: Shot) -> None:
    """Take one picture."""
    page = context.new_page()
    page.set_viewport_size({"width": shot.width, "height": shot.height})
    page.goto(address + shot.address)
    settle(page)
    if shot.whole:
        height = page.evaluate("document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight")
        page.set_viewport_size({"width": shot.width, "height": int(height)})
        settle(page)
    page.screenshot(path=PICTURES / f"{shot.name}.png")
    page.close()


def main() -> int:
    """Take every picture."""
    try:
        version(home().published)
    except LinliError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with serving(home().root) as address, chromium() as context:
        for shot in SHOTS:
            take(context, address, shot)
            sys.stdout.write(f"{PICTURES / shot.name}.png\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
