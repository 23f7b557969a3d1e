"""Meetings of communities and of the levels above them, and what departments ask of communities.

Belongs here: rows of meetings and inspections. Does not belong here: party meetings (party.py), how often (scenarios).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from pipelines.demo.place import Place, Unit
from pipelines.demo.service_rules import DemandRule, MeetingRule
from pipelines.demo.tables import Row, Table

MEETING_COLUMNS = ("unit", "held_on", "kind", "expected", "attended", "residents", "minutes")
DEMAND_COLUMNS = ("unit", "record_no", "asked_on", "kind", "department")


def meetings(place: Place) -> Table:
    """Return every meeting in order of its day."""
    rows: list[Row] = []
    for rule in place.scenario.services.meetings:
        for unit in _units(place, rule.unit):
            rows += _held(place, rule, unit)
    return Table("meetings", MEETING_COLUMNS, sorted(rows, key=lambda row: (row[0], str(row[1][0]), str(row[1][2]))))


def _units(place: Place, code: str | None) -> list[Unit]:
    return [place.by_code[code]] if code else place.base_units


def _held(place: Place, rule: MeetingRule, unit: Unit) -> Iterator[Row]:
    scenario = place.scenario
    for day in rule.on:
        yield day, (unit.code, day, rule.kind, *_attendance(place, rule, unit, day))
    for month in scenario.months():
        if month.month not in rule.months:
            continue
        rng = scenario.rng("meeting", rule.kind, unit.code, month)
        day = month + timedelta(days=rng.randint(0, 26))
        day -= timedelta(days=max(0, day.weekday() - 4) if day.day > 2 else 0)
        part = (day - scenario.starts_on) / (scenario.as_of - scenario.starts_on)
        if day <= scenario.as_of and unit.stands(day) and rng.random() < rule.held.at(part):
            yield day, (unit.code, day, rule.kind, *_attendance(place, rule, unit, day))


def _attendance(place: Place, rule: MeetingRule, unit: Unit, day: date) -> tuple[int, int, int, str]:
    rng = place.scenario.rng("seats", rule.kind, unit.code, day)
    expected = rng.randint(*rule.seats)
    attended = round(expected * rng.uniform(0.75, 1))
    return expected, attended, round(attended * rng.uniform(0.4, 0.8)), "yes" if rng.random() < 0.93 else "no"


def inspections(place: Place) -> Table:
    """Return every demand in order of its day, numbered by unit and year."""
    asked: list[tuple[date, str, str, str]] = []
    for rule in place.scenario.services.demands:
        for unit in _units(place, rule.unit):
            asked += _asked(place, rule, unit)
    serials: dict[tuple[str, int], int] = defaultdict(int)
    rows: list[Row] = []
    for day, code, kind, department in sorted(asked):
        serials[code, day.year] += 1
        rows.append((day, (code, f"{day.year}-{serials[code, day.year]:03d}", day, kind, department)))
    return Table("inspections", DEMAND_COLUMNS, rows)


def _asked(place: Place, rule: DemandRule, unit: Unit) -> Iterator[tuple[date, str, str, str]]:
    for year, count in rule.yearly.items():
        rng = place.scenario.rng("demands", rule.kind, unit.code, year)
        for _ in range(max(0, count + rng.choice((-1, 0, 0, 1)) if count > 2 else count)):
            day = date(year, 1, 4) + timedelta(days=rng.randint(0, 355))
            if day <= place.scenario.as_of and unit.stands(day):
                yield day, unit.code, rule.kind, rng.choice(rule.departments)
