"""Building projects and plans before the planning authority.

Belongs here: their passage through review, building, acceptance and naming.
Does not belong here: the rooms that come of them, projects of communities (projects.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from pipelines.demo.organisations import chosen
from pipelines.demo.place import Place
from pipelines.demo.register_rules import PlanningRule, drawn_day
from pipelines.demo.scenario import on_curve
from pipelines.demo.tables import Row, Table, Value

_COLUMNS = (
    "unit", "case_no", "kind", "filed_on", "compliant", "consultations", "approved_on", "rooms_built", "accepted_on",
    "named_on", "signed_on",
)  # fmt: skip


def planning_cases(place: Place) -> Table:
    """Return every plan and building project as it stood at the end of the year of its filing and at its naming."""
    rows: list[Row] = []
    serials: dict[tuple[str, int], int] = defaultdict(int)
    for day, unit, values in sorted(_filed(place), key=lambda case: (case[0], case[1])):
        serials[unit, day.year] += 1
        number = f"{place.by_code[unit].abbr}-GH-{day.year}-{serials[unit, day.year]:02d}"
        dates = [value for value in values if isinstance(value, date)]
        for year in sorted({when.year for when in (day, *dates) if when <= place.scenario.as_of}):
            kind, compliant, consulted, *known = (
                _until(value, min(date(year, 12, 31), place.scenario.as_of)) for value in values
            )
            # Whether the rooms were built shows at the acceptance.
            known[1] = known[1] if known[2] else None
            rows.append((max(day, date(year, 1, 1)), (unit, number, kind, day, compliant, consulted, *known)))
    return Table("planning_cases", _COLUMNS, rows)


def _until(value: Value, day: date) -> Value:
    return None if isinstance(value, date) and value > day else value


def _filed(place: Place) -> Iterator[tuple[date, str, tuple[Value, ...]]]:
    for plan in place.scenario.cooperation.plans:
        included = "yes" if plan.compliant else "no"
        yield plan.filed_on, plan.unit, (plan.kind, included, None, None, None, None, None, None)
    for position, rule in enumerate(place.scenario.cooperation.planning):
        first, last = max(rule.since, place.scenario.starts_on), min(rule.until, place.scenario.as_of)
        for unit in chosen(place, rule):
            for year in range(first.year, last.year + 1):
                rng = place.scenario.rng("planning", rule.kind, position, unit.code, year)
                for _ in range(rng.randint(*rule.count)):
                    day = drawn_day(rng, date(year, 1, 8), date(year, 11, 20))
                    values = _passage(rule, day, rng)
                    if day <= last:
                        yield day, unit.code, (rule.kind, *values)


def _passage(rule: PlanningRule, filed: date, rng: Random) -> tuple[Value, ...]:
    compliant = rng.random() < rule.compliant
    approved = compliant or rng.random() < rule.approved_all_the_same
    consulted = 4 if rng.random() < on_curve(rule.consulted, filed) else rng.randint(1, 3)
    if not approved:
        return ("no", consulted, None, None, None, None, None)
    accepted = filed + timedelta(days=rng.randint(420, 640))
    signed = accepted if rng.random() < rule.signed else None
    named = accepted + timedelta(days=rng.randint(15, 60))
    answers = ("yes" if compliant else "no", consulted, filed + timedelta(days=rng.randint(30, 100)))
    return (*answers, "yes" if compliant else "no", accepted, named, signed)
