"""Danghu's neighbour network: the document's two annexes as spreadsheets, and the points and stations built.

Belongs here: the annexes word for word (seeds/demo/annex), and invented openings against them.
Does not belong here: how files are sent (deliveries.py).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from pipelines.demo.place import DEMO_DIR, Place, Unit
from pipelines.demo.plan import period_end, period_start
from pipelines.demo.register_rules import drawn, drawn_day
from pipelines.demo.scenario import Network
from pipelines.demo.sheets import Cell, Sheet
from pipelines.demo.tables import Row, Table, Value

_BUILDING_SINCE = {"urban": date(2016, 7, 1), "rural": date(2017, 7, 1)}
_COLUMNS = (
    "unit", "point_no", "kind", "opened_on", "closed_on", "leader", "instructor", "social_worker", "venue",
    "trained_on", "invested",
)  # fmt: skip


def annexes() -> Iterator[tuple[str, Sheet]]:
    """Yield name and sheet of the annexes as the document prints them, total rows and all."""
    for path in sorted((DEMO_DIR / "annex").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            title, preamble, header, *rows = csv.reader(file)
        width = len(header)
        cells: list[list[Cell]] = [_padded(title, width), _padded(preamble, width), [*header]]
        cells += [[_number(value) for value in row] for row in rows]
        yield Path(path).stem, Sheet("Sheet1", cells, [(1, 1, 1, width), (2, 1, 2, width)], heading_rows=3)


def _padded(row: list[str], width: int) -> list[Cell]:
    return [row[0], *[None] * (width - 1)]


def _number(value: str) -> Cell:
    return int(value) if value.isdigit() else value or None


def points(place: Place) -> Table:
    """Return the centre, the stations and the points that stand, each in the quarter in which it opened."""
    network = place.scenario.network
    rows: list[Row] = []
    if network is None:
        return Table("network_points", _COLUMNS, rows)
    center = (place.scenario.root, "YLZX-01", "center", network.center, None)
    rows.append((network.center, (*center, None, None, None, None, None, network.invested["center"])))
    for unit in place.base_units:
        if opened := network.stations.get(unit.code):
            station = (unit.code, f"{unit.abbr}-YLZ-01", "station", opened, None)
            rows.append((opened, (*station, *_station(place, network, unit, opened))))
        rows += _points(place, network, unit)
    return Table("network_points", _COLUMNS, sorted(rows, key=lambda row: row[0]))


def _points(place: Place, network: Network, unit: Unit) -> Iterator[Row]:
    """Yield a unit's points, opened one after the other at an even pace.

    One in some forty closes again, and is then reported a second time with its end.
    """
    rng = place.scenario.rng("points", unit.code)
    chance = network.built_urban if unit.urban_rural == "urban" else network.built_rural
    begun = _BUILDING_SINCE[unit.urban_rural]
    span = (place.scenario.as_of - begun).days - 10
    built = [
        (number, rng.random(), rng.randint(200, 400), rng.random() < 0.03)
        for number in range(1, unit.planned_points + 1)
        if rng.random() < chance
    ]
    for order, (number, moment, days, closes) in enumerate(built):
        opened = begun + timedelta(days=round(span * (order + moment) / len(built)))
        values = (unit.code, f"{unit.abbr}-YLD-{number:02d}", "point", opened)
        told = _point(place, network, values[1], opened)
        yield opened, (*values, None, *told)
        closed = opened + timedelta(days=days)
        if closes and closed <= place.scenario.as_of:
            yield closed, (*values, closed, *told)


def _station(place: Place, network: Network, unit: Unit, opened: date) -> tuple[Value, ...]:
    rng = place.scenario.rng("station", unit.code)
    worker = "yes" if rng.random() < network.social_workers else "no"
    invested = None if unit.code in network.unfunded_stations else network.invested["station"]
    return "cadre", None, worker, "community_room", _trained(network, opened, rng), invested


def _point(place: Place, network: Network, number: str, opened: date) -> tuple[Value, ...]:
    rng = place.scenario.rng("point", number)
    instructor = "yes" if rng.random() < network.instructed else "no"
    return (
        drawn(rng, network.led_by),
        instructor,
        None,
        drawn(rng, network.venues),
        _trained(network, opened, rng),
        None,
    )


def _trained(network: Network, opened: date, rng: Random) -> date | None:
    """Return when the leader was trained, in the quarter of the opening: the report of that quarter tells it."""
    last = period_end("quarter", period_start("quarter", opened))
    return drawn_day(rng, opened, last) if rng.random() < network.trained else None
