"""Readers without a browser: each holds a connection to the server as a browser does and asks for pages.

Belongs here: Streamlit's protocol over a websocket, timing one session and many. Does not belong here: what a browser
draws (visits.py).
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.intake import resident
from benchmarks.pages.measured import Measured
from dashboards.pages import PAGES, Page
from dashboards.shell import FRESH_EVERY_SECONDS

SEED, EVERY_SECONDS, PATIENCE_SECONDS = 20260401, 20.0, 60.0
SERVER_BAR, CROWD_BAR = 150.0, 2000.0


class Failed(Exception):
    """A page that ended in an error or in a message instead of its content."""


class Reader:
    """One session."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._fragments: dict[str, float] = {}

    async def opens(self, page: Page, **address: str) -> float:
        """Ask for a page; gives the milliseconds until the server has sent all of it."""
        return await self._run(page.address, urlencode(address))

    async def waits(self, seconds: float) -> None:
        """Sit before the page; it asks now and then whether another file was published, as in a browser."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            due = min(self._fragments.values(), default=until)
            await asyncio.sleep(max(0.0, min(due, until) - time.monotonic()))
            for fragment in [name for name, at in self._fragments.items() if at <= time.monotonic()]:
                await self._run("", "", fragment)
                self._fragments[fragment] = time.monotonic() + FRESH_EVERY_SECONDS

    async def _run(self, page: str, query: str, fragment: str = "") -> float:
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = page
        asked.rerun_script.fragment_id = fragment
        asked.rerun_script.is_auto_rerun = bool(fragment)
        if not fragment:
            self._fragments.clear()
        started = time.perf_counter()
        await self._connection.send(asked.SerializeToString())
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not self._ended(ForwardMsg.FromString(await self._connection.recv(decode=False))):
                pass
        return 1000 * (time.perf_counter() - started)

    def _ended(self, told: ForwardMsg) -> bool:
        kind = told.WhichOneof("type")
        if kind == "auto_rerun":
            self._fragments[told.auto_rerun.fragment_id] = time.monotonic() + told.auto_rerun.interval
        elif kind == "delta" and told.delta.HasField("new_element"):
            element = told.delta.new_element
            if element.HasField("exception") or 'role="alert"' in element.html.body:
                raise Failed(element.exception.message or element.html.body[:300])
        elif kind == "script_finished":
            if told.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                raise Failed("the page's script does not compile")
            return told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return False


def _connected(address: str) -> connect:
    return connect(f"ws{address.removeprefix('http')}_stcore/stream", max_size=None, subprotocols=["streamlit"])


async def server_work(address: str, units: Sequence[str], times: int) -> list[Measured]:
    """One reader alone: how long the server works at each page, the first time a unit is looked at and again."""
    found = []
    async with _connected(address) as connection:
        reader = Reader(connection)
        for page in PAGES:
            await reader.opens(page)
            first = [await reader.opens(page, unit=unit) for unit in units]
            again = [await reader.opens(page, unit=unit) for _ in range(times) for unit in units]
            found.append(Measured(f"{page.module}, a unit looked at first", first, SERVER_BAR))
            found.append(Measured(f"{page.module}, again", again, SERVER_BAR))
    return found


async def crowd(
    address: str, units: Sequence[str], readers: int, seconds: float, server: int, every: float
) -> tuple[str, Measured]:
    """Many readers at once, each acting once in so many seconds; gives what was seen and the times."""
    taken: list[float] = []
    errors: list[str] = []
    memory: list[int] = []
    until = time.monotonic() + seconds

    async def one(number: int) -> None:
        dice = random.Random(SEED + number)
        await asyncio.sleep(dice.uniform(0, every))
        try:
            async with _connected(address) as connection:
                reader = Reader(connection)
                while time.monotonic() < until:
                    page = dice.choice(PAGES)
                    taken.append(await reader.opens(page, unit=dice.choice(list(units))))
                    await reader.waits(every - taken[-1] / 1000)
        except (Failed, OSError, TimeoutError) as error:
            errors.append(repr(error))

    async def look() -> None:
        while time.monotonic() < until:
            memory.append(resident(server) >> 20)
            await asyncio.sleep(5)

    await asyncio.gather(look(), *(one(number) for number in range(readers)))
    marks = [f"{memory[int(part * (len(memory) - 1))]} ({part * seconds / 60:.0f})" for part in (0, 1 / 6, 1 / 2, 1)]
    note = (
        f"{readers} readers for {seconds / 60:.0f} minutes, each acting once in {every:g} s: "
        f"{len(taken)} pages, {len(errors)} errors"
        f"{': ' + '; '.join(errors[:3]) if errors else ''}. "
        f"Memory of the server in MiB (after minutes): {', '.join(marks)}."
    )
    return note, Measured("all pages", taken or [float("inf")], CROWD_BAR)


def server_process() -> int:
    """The dashboard's server among the processes started here."""
    for child in Path("/proc/self/task").glob("*/children"):
        for number in child.read_text().split():
            if b"server.py" in Path(f"/proc/{number}/cmdline").read_bytes():
                return int(number)
    raise LookupError("no server was started")
