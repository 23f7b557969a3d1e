"""Trainings held, elections and selections, yearly appraisals and surveys.

Belongs here: rows of those three datasets. Does not belong here: posts and pay that follow from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from pipelines.demo.people_rules import Appraisal, Election, Training
from pipelines.demo.place import Place, Unit
from pipelines.demo.scenario import on_curve
from pipelines.demo.staff import Person, Tenure
from pipelines.demo.tables import Row, Table, Value

_TRAININGS = ("unit", "training_no", "held_on", "kind", "person_id", "name", "hours", "result")
_ELECTIONS = ("unit", "held_on", "kind", "method", "until", "seats", "reserved", "chosen", "from_community")
_APPRAISALS = (
    "unit", "year", "subject_no", "subject", "person_id", "name", "appraiser", "held_on", "respondents", "score",
    "weight", "outcome",
)  # fmt: skip


def trainings(place: Place, tenures: list[Tenure]) -> Table:
    """Return who took part in which training; the root holds them."""
    rows: list[Row] = []
    for rule in place.scenario.people.trainings:
        for end in place.scenario.ends("half_year")[1:]:
            for number in range(rule.times if end >= rule.since else 0):
                rows += _held(place, rule, number, end, tenures)
    return Table("trainings", _TRAININGS, sorted(rows, key=lambda row: row[0]))


def _held(place: Place, rule: Training, number: int, end: date, tenures: list[Tenure]) -> Iterator[Row]:
    rng = place.scenario.rng("training", rule.kind, number, end)
    day = end - timedelta(days=rng.randint(8, 160))
    day -= timedelta(days=max(0, day.weekday() - 4))
    if day < place.scenario.starts_on:
        return
    for tenure in tenures:
        if tenure.holds(day) and tenure.unit.is_base and rng.random() < on_curve(rule.share, day):
            result = None
            if rule.passed:
                result = "passed" if rng.random() < on_curve(rule.passed, day) else "failed"
            person = tenure.person
            code = f"{day:%Y%m}-{rule.kind[:2].upper()}{number + 1}"
            yield day, (place.scenario.root, code, day, rule.kind, person.person_id, person.name, rule.hours, result)


def elections(place: Place) -> Table:
    """Return every election and selection in order of its day."""
    rows: list[Row] = []
    for rule in place.scenario.people.elections:
        for day in rule.days:
            for unit in place.units:
                wanted = unit.unit_type in rule.types and unit.stands(day)
                rng = place.scenario.rng("election", rule.kind, unit.code, day)
                if wanted and place.scenario.rng("holds", unit.code).random() < on_curve(rule.held, day):
                    rows.append(_election(place, rule, unit, day, rng))
    return Table("elections", _ELECTIONS, sorted(rows, key=lambda row: row[0]))


def _election(place: Place, rule: Election, unit: Unit, day: date, rng: Random) -> Row:
    on = day + timedelta(days=rng.randint(0, 25) if unit.is_base else 0)
    method = rule.method
    if rule.direct is not None:
        direct = place.scenario.rng("direct", unit.code).random() < on_curve(rule.direct, day)
        method = "direct" if direct else rng.choice(("households", "representatives", "representatives"))
    until = on.replace(year=on.year + rule.years) - timedelta(days=1) if rule.years else None
    seats = rule.seats
    reserved = round(seats * on_curve(rule.reserved, day)) or None
    won = round(seats * on_curve(rule.from_community, day)) if rule.from_community[-1][1] else None
    return on, (unit.code, on, rule.kind, method, until, seats, reserved, seats, won)


def appraisals(place: Place, tenures: list[Tenure]) -> Table:
    """Return the appraisals of each year that is over, numbered by unit."""
    rows: list[Row] = []
    for year in range(place.scenario.starts_on.year, place.scenario.as_of.year):
        for unit in place.units:
            if unit.stands(date(year, 12, 31)):
                listed: list[tuple[Value, ...]] = []
                for rule in place.scenario.people.appraisals:
                    if unit.unit_type in rule.types:
                        listed += _appraised(place, rule, unit, year, tenures)
                for number, values in enumerate(listed, start=1):
                    rows.append((date(year, 12, 31), (unit.code, year, f"{unit.abbr}-{number:02d}", *values)))
    return Table("appraisals", _APPRAISALS, rows)


def _appraised(
    place: Place, rule: Appraisal, unit: Unit, year: int, tenures: list[Tenure]
) -> Iterator[tuple[Value, ...]]:
    end = date(year, 12, 31)
    rng = place.scenario.rng("appraisal", rule.subject, rule.appraiser, unit.code, year)
    held_on = end - timedelta(days=rng.randint(3, 25))
    people: list[Person | None] = [
        held.person for held in tenures if held.unit is unit and held.post in rule.roles and held.holds(held_on)
    ]
    level = rng.gauss(on_curve(rule.score, end), 1.6)
    for person in people or [None] * rule.count:
        score = round(min(99.5, max(50.0, rng.gauss(level, 2.5))), 1)
        known: tuple[Value, ...] = (person.person_id, person.name) if person else (None, None)
        if rng.random() >= on_curve(rule.held, end):
            yield (rule.subject, *known, rule.appraiser, None, None, None, None, None)
            continue
        weight = f"{round(on_curve(rule.weight, end) * 20 + rng.choice((-1, 0, 0, 1))) * 5}%" if rule.weight else None
        outcome = rng.choices([*rule.outcomes], [*rule.outcomes.values()])[0] if rule.outcomes else None
        voters = rng.randint(*rule.respondents)
        yield (rule.subject, *known, rule.appraiser, held_on, voters, score, weight, outcome)
