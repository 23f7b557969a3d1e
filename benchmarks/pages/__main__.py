"""Measures the dashboard on a published file and writes benchmarks/results/pages-<date>.

Run it: python -m benchmarks.pages [FILE] [--minutes 5]   (about a quarter of an hour; nothing else should run)
        python -m benchmarks.pages [FILE] --minutes 60 --readers-only   (the hour of fifty readers, a file of its own;
        what the server keeps shows sooner with --minutes 20 --every 6)
Belongs here: the order of the measurements. Does not belong here: how each is made (the modules beside).
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.pages import city, sessions, statements, visits
from benchmarks.pages.measured import Measured, machine, table, write
from dashboards.screenshots import chromium, serving
from pipelines.product.published import open_published
from pipelines.settings import Home, home

COMMUNITIES, READERS = 400, 50
COLD_STARTS, LOADS, ROUNDS = 3, 5, 5
Sections = dict[str, tuple[str, list[Measured]]]


def main() -> None:
    """Measure and print; what is measured so far is always written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=home().published, help="published/linli.duckdb")
    parser.add_argument("--minutes", type=float, default=5, help="how long fifty readers read; 60 for the hour")
    parser.add_argument(
        "--every", type=float, default=sessions.EVERY_SECONDS, help="seconds between two acts of a reader"
    )
    parser.add_argument("--readers-only", action="store_true", help="only the fifty readers")
    asked = parser.parse_args()
    installation = Home(asked.file.resolve().parents[1])
    facts = machine() | {"file": _size(installation.published)}
    sections: Sections = {}

    def told(title: str, note: str, parts: list[Measured]) -> None:
        sections[title] = (note, parts)
        print(f"\n## {title}\n\n{note}\n\n{table(parts)}", flush=True)
        write(sections, facts, "readers" if asked.readers_only else "pages")

    if not asked.readers_only:
        _one_reader(installation, facts, told)
    with serving(installation.root) as address:
        units = _units(installation)
        server = sessions.server_process()
        note, pages = asyncio.run(sessions.crowd(address, units, READERS, asked.minutes * 60, server, asked.every))
        told("Fifty readers", note, [pages])


def _one_reader(installation: Home, facts: dict[str, str], told: Callable[[str, str, list[Measured]], None]) -> None:
    with serving(installation.root) as address:
        units = _units(installation, every=True)
        told(
            "Server work",
            "From the request to the last byte the server sends, one reader alone, every unit of the home area.",
            asyncio.run(sessions.server_work(address, units, 1)),
        )
        with chromium() as browser:
            loads = visits.warm(browser, address, LOADS)
            told("Browser", "In a real Chromium on this machine.", [*loads, *visits.switches(browser, address, ROUNDS)])
    told("Browser, cold", "A server just started, a browser without a cache.", [visits.cold(installation, COLD_STARTS)])
    told("Queries", *statements.timed(installation, _units(installation)))
    with tempfile.TemporaryDirectory() as folder:
        grown = Home(Path(folder))
        city.grow(installation.published, grown.published, COMMUNITIES)
        facts[f"file of {COMMUNITIES} communities"] = _size(grown.published)
        told(f"Queries, {COMMUNITIES} communities", *statements.timed(grown, _units(grown, tree=city.CITY)))


def _units(installation: Home, *, tree: str = "", every: bool = False) -> list[str]:
    """Codes of units to look at: one a level and area, or all of the home area."""
    with open_published(installation.published) as connection:
        rows = connection.execute(
            """
            select distinct dim_unit.code from marts.dim_unit inner join marts.dim_jurisdiction using (jurisdiction_id)
            where if($every, is_home, $tree in ('', jurisdiction_id))
            qualify $every or row_number() over (partition by jurisdiction_id, unit_type order by dim_unit.code) = 1
            order by 1
            """,
            {"tree": tree, "every": every},
        ).fetchall()
    return [str(code) for (code,) in rows]


def _size(published: Path) -> str:
    with open_published(published) as connection:
        figures, units = connection.execute(
            "select count(*), count(distinct unit_id) from marts.fct_indicator"
        ).fetchall()[0]
    return f"{published.stat().st_size >> 20} MiB, {figures:,} figures of {units:,} units"


if __name__ == "__main__":
    main()
