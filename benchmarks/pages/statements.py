"""Every query the pages run, met by opening the pages, then timed one by one on the published file.

Belongs here: what DuckDB does for a page. Does not belong here: what Streamlit and the browser add (visits.py).
"""

from __future__ import annotations

import inspect
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from benchmarks.pages.measured import Measured
from dashboards import queries, reading
from dashboards.pages import PAGES
from pipelines.settings import PROJECT_DIR, Home

BAR, TIMES = 50.0, 5
Work = dict[str, dict[str, tuple[Any, ...]]]


def timed(home: Home, units: list[str]) -> tuple[str, list[Measured]]:
    """Time every query the pages of some units ask: the middle of five runs for each set of arguments.

    What stands behind a figure is some fifteen statements; they are timed together, and then each by itself.
    """
    met: Work = {}
    with _listening(met):
        _open_pages(home, units)
    found = []
    for name, asked in sorted(met.items()):
        medians = []
        for work in asked.values():
            runs = sorted(_once(work) for _ in range(TIMES))
            medians.append(runs[TIMES // 2])
        found.append(Measured(name, medians, BAR, 100))
    known = {name for name, _ in inspect.getmembers(queries, inspect.isfunction)}
    silent = ", ".join(sorted(known - {name.split(".")[-1] for name in met}))
    note = f"The middle of {TIMES} runs for each set of arguments that the pages of {len(units)} units ask with."
    return note + (f" Asked by no page opened here: {silent}." if silent else ""), found


def _once(work: tuple[Any, ...]) -> float:
    started = time.perf_counter()
    if len(work) == 2:
        reading._cursor().execute(*work).fetchall()  # what a page may take: one core, bounded memory
    else:
        reading.told(**work[0])
    return 1000 * (time.perf_counter() - started)


@contextmanager
def _listening(met: Work) -> Iterator[None]:
    """Note the statements that reach the file, by the function of dashboards/queries that asked."""
    frame, told, explained, cursor = reading._frame, reading.told, reading.explained, reading._cursor

    def note(name: str, *work: Any) -> None:
        met.setdefault(name, {}).setdefault(repr(work), work)

    def heard(sql: str, values: tuple[tuple[str, Any], ...]) -> Any:
        bound = {name: list(value) if isinstance(value, tuple) else value for name, value in values}
        caller = sys._getframe(1)
        while caller.f_back and not caller.f_globals["__name__"].startswith("dashboards.queries"):
            caller = caller.f_back
        note(f"{caller.f_globals['__name__'].rpartition('.')[2]}.{caller.f_code.co_name}", sql, bound)
        return frame(sql, values)

    def heard_explaining(indicator: str, unit: str, period: str, **paged: int) -> Any:
        asked = {"indicator": indicator, "unit": unit, "period": period, **paged}
        note("product.explain (all behind a figure)", asked)
        vars(reading).update(_cursor=lambda: _Heard(cursor(), note))
        try:
            return told(**asked)
        finally:
            vars(reading).update(_cursor=cursor)

    vars(reading).update(_frame=heard, explained=heard_explaining)
    try:
        yield
    finally:
        vars(reading).update(_frame=frame, explained=explained)


class _Heard:
    """A cursor whose statements are noted."""

    def __init__(self, cursor: Any, note: Callable[..., None]) -> None:
        self._cursor, self._note = cursor, note

    def execute(self, sql: str, values: Any = None) -> Any:
        """Note a statement and run it."""
        self._note("product.explain (each statement of it)", sql, values)
        return self._cursor.execute(sql, values)


def _open_pages(home: Home, units: list[str]) -> None:
    os.environ["LINLI_HOME"] = str(home.root)
    logging.disable(logging.WARNING)
    for page in PAGES:
        for unit in units:
            app = AppTest.from_file(str(PROJECT_DIR / "dashboards" / "app.py"), default_timeout=120)
            app.query_params["unit"] = unit
            if page.address:
                app.switch_page(str(Path("app_pages") / f"{page.module}.py"))
            app.run()
    logging.disable(logging.NOTSET)
