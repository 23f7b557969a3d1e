"""Measures the dashboard on a published file and writes benchmarks/results/pages-<date>.

Run it: python -m benchmarks.pages [FILE] [--minutes 5]   (about a quarter of an hour; nothing else should run)
        --city FOLDER adds the reference city: python -m benchmarks.city FOLDER, then linli run with it as LINLI_HOME
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

COMMUNITIES, READERS, EACH = 400, 50, 9
COLD_STARTS, LOADS, ROUNDS = 3, 5, 5
Sections = dict[str, tuple[str, list[Measured]]]
Told = Callable[[str, str, list[Measured]], None]


def main() -> None:
    """Measure and print; what is measured so far is always written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=home().published, help="published/linli.duckdb")
    parser.add_argument("--minutes", type=float, default=5, help="how long fifty readers read; 60 for the hour")
    parser.add_argument(
        "--every", type=float, default=sessions.EVERY_SECONDS, help="seconds between two acts of a reader"
    )
    parser.add_argument("--readers-only", action="store_true", help="only the fifty readers")
    parser.add_argument("--city", type=Path, help="an installation of the reference city, built")
    asked = parser.parse_args()
    installation = Home(asked.file.resolve().parents[1])
    facts = machine() | {"file": _size(installation.published)}
    sections: Sections = {}

    def told(title: str, note: str, parts: list[Measured]) -> None:
        sections[title] = (note, parts)
        print(f"\n## {title}\n\n{note}\n\n{table(parts)}", flush=True)
        write(sections, facts, "readers" if asked.readers_only else "pages")

    if not asked.readers_only:
        _one_reader(installation, _units(installation, every=True), "", told)
        told(
            "Browser, cold",
            "A server just started, a browser without a cache.",
            [visits.cold(installation, COLD_STARTS)],
        )
        with tempfile.TemporaryDirectory() as folder:
            grown = Home(Path(folder))
            city.grow(installation.published, grown.published, COMMUNITIES)
            facts[f"file of {COMMUNITIES} communities"] = _size(grown.published)
            _one_reader(grown, _units(grown, tree=city.CITY), f", {COMMUNITIES} communities", told, tree=city.CITY)
        if asked.city is not None:
            reference = Home(asked.city.resolve())
            facts["file of the reference city"] = _size(reference.published)
            _one_reader(reference, _units(reference), ", reference city", told)
    with serving(installation.root) as address:
        units = _units(installation, each=1)
        server = sessions.server_process()
        note, pages = asyncio.run(sessions.crowd(address, units, READERS, asked.minutes * 60, server, asked.every))
        told("Fifty readers", note, [pages])


def _one_reader(installation: Home, units: list[str], where: str, told: Told, *, tree: str = "") -> None:
    """One reader alone before some units, in the browser before the first; queries of one unit a level and area."""
    with serving(installation.root) as address:
        told(
            f"Server work{where}",
            f"From the request to the last byte the server sends, one reader alone, {len(units)} units.",
            asyncio.run(sessions.server_work(address, units, 1)),
        )
        with chromium() as browser:
            loads = visits.warm(browser, address, units[0], LOADS)
            times = [*loads, *visits.switches(browser, address, units[0], ROUNDS)]
            told(f"Browser{where}", "In a real Chromium on this machine.", times)
    told(f"Queries{where}", *statements.timed(installation, _units(installation, tree=tree, each=1)))


def _units(installation: Home, *, tree: str = "", every: bool = False, each: int = EACH) -> list[str]:
    """Codes of units to look at, roots first: so many a level and area, or all of the home area."""
    with open_published(installation.published) as connection:
        rows = connection.execute(
            """
            select unit.code
            from marts.dim_unit as unit inner join marts.dim_jurisdiction using (jurisdiction_id)
            where if($every, is_home, $tree in ('', jurisdiction_id))
            group by unit.code, jurisdiction_id, unit_type
            qualify $every
                or row_number() over (partition by jurisdiction_id, unit_type order by md5(unit.code)) <= $each
            order by min(depth), unit.code
            """,
            {"tree": tree, "every": every, "each": each},
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
