"""What communities held, alone or with resident units: events, volunteer service, honours.

Belongs here: activities by rule. Does not belong here: party meetings (party.py), projects (projects.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from random import Random

from pipelines.demo.organisations import Organisation, chosen, organisations
from pipelines.demo.place import Place
from pipelines.demo.register_rules import ActivityRule, drawn, drawn_day
from pipelines.demo.scenario import on_curve
from pipelines.demo.tables import Row, Table, Value

_COLUMNS = (
    "unit", "activity_no", "held_on", "kind", "field", "co_host", "target_group", "participants", "hours", "feedback",
)  # fmt: skip


def activities(place: Place) -> Table:
    """Return every activity in order of its day, numbered by unit and year."""
    partners: dict[str, list[Organisation]] = defaultdict(list)
    for one in organisations(place):
        if one.rule.kind == "resident_unit":
            partners[one.unit].append(one)
    held = sorted(_held(place, partners), key=lambda one: (one[0], one[1]))
    serials: dict[tuple[str, int], int] = defaultdict(int)
    rows: list[Row] = []
    for day, unit, values in held:
        serials[unit, day.year] += 1
        number = f"{place.by_code[unit].abbr}-HD-{day.year}-{serials[unit, day.year]:03d}"
        rows.append((day, (unit, number, day, *values)))
    return Table("activities", _COLUMNS, rows)


def _held(place: Place, partners: dict[str, list[Organisation]]) -> Iterator[tuple[date, str, tuple[Value, ...]]]:
    for position, rule in enumerate(place.scenario.cooperation.activities):
        first, last = max(rule.since, place.scenario.starts_on), min(rule.until, place.scenario.as_of)
        for unit in chosen(place, rule):
            for year in range(first.year, last.year + 1):
                rng = place.scenario.rng("activities", rule.kind, position, unit.code, year)
                for _ in range(rng.randint(*rule.count)):
                    day = drawn_day(rng, date(year, 1, 4), date(year, 12, 27))
                    values = _values(rule, day, partners[unit.code], rng)
                    if first <= day <= last and unit.stands(day):
                        yield day, unit.code, values


def _values(rule: ActivityRule, day: date, partners: list[Organisation], rng: Random) -> tuple[Value, ...]:
    together = rng.random() < rule.co_hosted
    standing = [one.number for one in partners if one.registered_on <= day]
    noted = rng.random() < on_curve(rule.feedback, day) if rule.feedback else None
    return (
        rule.kind,
        drawn(rng, rule.fields),
        rng.choice(standing) if together and standing else None,
        drawn(rng, rule.targets),
        rng.randint(*rule.participants) if rule.participants else None,
        rng.randint(*rule.hours) if rule.hours else None,
        None if noted is None else "yes" if noted else "no",
    )
