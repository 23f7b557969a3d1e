"""The half-yearly lists of grids: households, the workers, directors and party guides assigned.

Belongs here: how a community's grids are manned. Does not belong here: household registers (places.py).
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from pipelines.demo.people_rules import Grids
from pipelines.demo.place import Place, Unit
from pipelines.demo.places import Registers
from pipelines.demo.scenario import on_curve
from pipelines.demo.staff import Tenure
from pipelines.demo.tables import Row, Table

_COLUMNS = ("unit", "as_on", "grid_no", "households", "workers", "directors", "guides")


def grids(place: Place, tenures: list[Tenure], registers: Registers) -> Table:
    """Return the list of every community at each half-year's end; a director serves one grid."""
    rules = place.scenario.people.grids
    rows: list[Row] = []
    if rules:
        for day in place.scenario.ends("half_year"):
            for unit in place.base_units if day >= max(rules.since, place.scenario.starts_on) else ():
                if unit.stands(day):
                    held = [tenure for tenure in tenures if tenure.unit is unit and tenure.holds(day)]
                    rows += _listed(place, rules, unit, day, held, registers)
    return Table("grids", _COLUMNS, rows)


def _listed(place: Place, rules: Grids, unit: Unit, day: date, held: list[Tenure], registers: Registers) -> list[Row]:
    sizes = Counter(entry.grid for entry in registers.in_force(unit, day))
    workers = Counter(tenure.grid for tenure in held if tenure.grid)
    free = sum(tenure.post in ("director", "vice_director") for tenure in held)
    rows: list[Row] = []
    for grid, size in sorted(sizes.items()):
        rng = place.scenario.rng("grid", unit.code, grid)
        drawn, directed, guided = rng.random(), rng.random(), rng.random()
        if drawn >= on_curve(rules.drawn, day):
            continue
        directors = int(free > 0 and directed < on_curve(rules.directors, day))
        free -= directors
        guides = int(guided < on_curve(rules.guides, day))
        rows.append((day, (unit.code, day, f"{unit.abbr}-{grid:02d}", size, workers[grid], directors, guides)))
    return rows
