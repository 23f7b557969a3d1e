"""Bodies and mechanisms, functions of rooms, titles: things that a unit has since a day, or has not.

Belongs here: the lists of registers, facility_functions and accreditations.
Does not belong here: facilities (premises.py), compounds (compounds.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import sqrt

from pipelines.demo.place import Place, Unit
from pipelines.demo.premises_rules import ThingRule, UnitRule, day_within
from pipelines.demo.tables import Row, Table

_BODIES = ("unit", "as_on", "item", "responsible", "since", "until", "evidence")
_FUNCTIONS = ("unit", "as_on", "facility_function", "area", "since", "until", "evidence")
_TITLES = ("unit", "title", "granted_on", "revoked_on", "document_number")


def units_of(place: Place, rule: UnitRule) -> list[Unit]:
    """Return the units that a rule is about."""
    wanted = [
        unit
        for unit in place.units
        if (unit.code in rule.only if rule.only else unit.unit_type in rule.levels)
        and rule.scope in (None, unit.urban_rural)
    ]
    return [unit for unit in wanted if unit.code not in rule.without]


def days_of(place: Place, unit: Unit) -> list[date]:
    """Return the days of the lists on which a unit stood."""
    return [day for day in place.scenario.premises.days if unit.stands(day)]


def bodies(place: Place) -> Table:
    """Return every list of bodies and mechanisms."""
    rows: list[Row] = []
    for unit, item, rule, since in _things(place, "registers", place.scenario.premises.bodies):
        number = place.scenario.rng("registers", "evidence", unit.code, item).randint(1, 40)
        evidence = f"{unit.abbr}〔{since.year}〕{number}号"
        listed = (day for day in days_of(place, unit) if since <= day)
        rows += [(day, (unit.code, day, item, rule.responsible, since, None, evidence)) for day in listed]
    return Table("registers", _BODIES, sorted(rows, key=lambda row: row[0]))


def functions(place: Place) -> Table:
    """Return every list of functions of rooms and grounds."""
    rows: list[Row] = []
    for unit, item, rule, since in _things(place, "facility_functions", place.scenario.premises.functions):
        rng = place.scenario.rng("facility_functions", "evidence", unit.code, item)
        area = round(rng.uniform(*rule.area)) if rule.area else None
        evidence = f"验收单{since.year}-{rng.randint(1, 60):02d}"
        listed = (day for day in days_of(place, unit) if since <= day)
        rows += [(day, (unit.code, day, item, area, since, None, evidence)) for day in listed]
    return Table("facility_functions", _FUNCTIONS, sorted(rows, key=lambda row: row[0]))


def _things(place: Place, dataset: str, rules: Sequence[ThingRule]) -> Iterator[tuple[Unit, str, ThingRule, date]]:
    """Yield each thing that a unit comes to have, and since when; a unit made later has none before its own first year.

    A unit that is generally behind has less of everything: the same draw decides half of it.
    """
    for rule in rules:
        for unit in units_of(place, rule):
            behind = place.scenario.rng(dataset, "behind", unit.code).random()
            for item in rule.items:
                rng = place.scenario.rng(dataset, unit.code, item)
                if (behind + rng.random()) / 2 < _part_of_means(rule.share):
                    since = day_within(rule.since, rng)
                    if since < unit.valid_from:
                        since = unit.valid_from + timedelta(days=rng.randint(0, 300))
                    yield unit, item, rule, since


def _part_of_means(share: float) -> float:
    """Return below what the means of two even draws fall with the chance of the share."""
    return sqrt(share / 2) if share < 0.5 else 1 - sqrt((1 - share) / 2)


def titles(place: Place) -> Table:
    """Return the titles granted; whoever comes first in a draw is granted it first."""
    rows: list[Row] = []
    for rule in place.scenario.premises.titles:
        days = [day for day in rule.days if day <= place.scenario.as_of]
        standing = [unit for unit in units_of(place, rule) if unit.stands(days[-1])]
        place.scenario.rng("accreditations", rule.title, rule.scope).shuffle(standing)
        count = round(rule.share * len(standing))
        for order, unit in enumerate(standing[:count]):
            day = max(days[order * len(days) // count], unit.valid_from)
            rows.append((day, (unit.code, rule.title, day, None, f"民发〔{day.year}〕{day.month + 20}号")))
    return Table("accreditations", _TITLES, sorted(rows, key=lambda row: row[0]))
