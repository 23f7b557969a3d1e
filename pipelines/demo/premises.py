"""Facilities of communities: how large, who manages and uses them, what was wrong and when it was put right.

Belongs here: the lists of facilities. Does not belong here: their functions (bodies.py), compounds (compounds.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from pipelines.demo.bodies import days_of, units_of
from pipelines.demo.place import Place, Unit
from pipelines.demo.premises_rules import FacilityRule, day_within, one_of
from pipelines.demo.tables import Row, Table, Value

_COLUMNS = (
    "unit", "as_on", "facility_no", "kind", "area", "since", "manager", "right_of_use", "commercial_use", "tariff",
    "obtained_by", "defect", "remedied_on",
)  # fmt: skip


def facilities(place: Place) -> Table:
    """Return every list of facilities; they are numbered by unit."""
    rows: list[Row] = []
    numbers: dict[str, int] = {}
    for order, rule in enumerate(place.scenario.premises.facilities):
        for unit in units_of(place, rule):
            rng = place.scenario.rng("facilities", order, unit.code)
            for _ in range(rng.randint(*rule.count)):
                numbers[unit.code] = numbers.get(unit.code, 0) + 1
                rows += _listed(place, unit, rule, f"{unit.abbr}-{numbers[unit.code]:02d}", rng)
    return Table("facilities", _COLUMNS, sorted(rows, key=lambda row: row[0]))


def _listed(place: Place, unit: Unit, rule: FacilityRule, number: str, rng: Random) -> Iterator[Row]:
    """Yield one facility on every list since it opened; what was put right shows from the next list on."""
    since = max(day_within(rule.since, rng), unit.valid_from)
    area = round(rng.uniform(*rule.area), 1)
    ways: tuple[Value, ...] = tuple(
        one_of(shares, rng)
        for shares in (rule.manager, rule.right_of_use, rule.commercial_use, rule.tariff, rule.obtained_by)
    )
    defect = one_of(rule.defect, rng)
    larger = round(rng.uniform(*rule.enlarged), 1)
    right_on = day_within(rule.remedied, rng) if rule.remedied and defect and rng.random() < rule.remedies else None
    for day in days_of(place, unit):
        if since <= day:
            is_right = right_on is not None and right_on <= day
            shown = round(area + larger, 1) if is_right and defect == "small" else area
            done = right_on if is_right else None
            yield day, (unit.code, day, number, rule.kind, shown, since, *ways, defect, done)
