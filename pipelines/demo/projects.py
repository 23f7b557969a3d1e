"""Projects, purchases and other matters that streets and districts keep a list of.

Belongs here: drawing projects by rule, those told one by one, and how each is reported as it goes on.
Does not belong here: bookings (money.py), planning cases (planning.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from pipelines.demo.organisations import chosen
from pipelines.demo.place import Place, Unit
from pipelines.demo.plan import period_end, period_start
from pipelines.demo.register_rules import ListedProject, ProjectRule, drawn, drawn_day
from pipelines.demo.scenario import on_curve
from pipelines.demo.tables import Row, Table

_COLUMNS = (
    "unit", "project_no", "class", "target_group", "source", "way", "amount", "started_on", "contract_on",
    "evaluated_on", "paid_on", "ended_on",
)  # fmt: skip
_SETTLED_WITHIN = 40  # days after a project's end


@dataclass(frozen=True)
class _Dates:
    """When a project was put under contract, evaluated, settled and ended."""

    contract_on: date | None = None
    evaluated_on: date | None = None
    paid_on: date | None = None
    ended_on: date | None = None


def projects(place: Place) -> Table:
    """Return every project, once in each half-year in which something about it changed."""
    listed = sorted(_all(place), key=lambda project: (project.started_on, project.unit, project.kind))
    serials: dict[tuple[str, int], int] = defaultdict(int)
    rows: list[Row] = []
    for project in listed:
        year = project.started_on.year
        serials[project.unit, year] += 1
        number = f"{place.by_code[project.unit].abbr}-XM-{year}-{serials[project.unit, year]:03d}"
        rows += _reports(place, project, number)
    return Table("projects", _COLUMNS, sorted(rows, key=lambda row: row[0]))


def _reports(place: Place, project: ListedProject, number: str) -> Iterator[Row]:
    days = (project.started_on, project.contract_on, project.evaluated_on, project.paid_on, project.ended_on)
    ends = {period_end("half_year", period_start("half_year", day)) for day in days if day}
    for end in sorted(ends):
        shown = min(end, place.scenario.as_of)
        known = [day if day and day <= shown else None for day in days]
        if known[0] is None:
            continue
        told = (project.target_group, project.source, project.way, project.amount)
        yield (
            max(project.started_on, period_start("half_year", end)),
            (project.unit, number, project.kind, *told, *known),
        )


def _all(place: Place) -> Iterator[ListedProject]:
    yield from place.scenario.cooperation.listed_projects
    for position, rule in enumerate(place.scenario.cooperation.projects):
        first, last = max(rule.since, place.scenario.starts_on), min(rule.until, place.scenario.as_of)
        for unit in chosen(place, rule):
            for year in range(first.year, last.year + 1):
                rng = place.scenario.rng("projects", rule.kind, position, unit.code, year)
                span = max(first, date(year, 1, 5)), min(last, date(year, 12, 20))
                for _ in range(rng.randint(*rule.count)):
                    started = drawn_day(rng, date(year, 1, 5), date(year, 12, 20))
                    if span[0] <= started <= span[1] and unit.stands(started):
                        yield _drawn(place, rule, unit, started, rng)


def _drawn(place: Place, rule: ProjectRule, unit: Unit, started: date, rng: Random) -> ListedProject:
    ways = {way: on_curve(curve, started) for way, curve in rule.ways.items()}
    funded = rule.amount is not None and rng.random() < on_curve(rule.funded, started)
    amount = round(rng.uniform(*rule.amount) / 500) * 500 if funded and rule.amount else None
    dates = _dates(place, rule, started, rng)
    return ListedProject(
        unit=unit.code,
        kind=rule.kind,
        started_on=started,
        target_group=drawn(rng, rule.targets),
        source=drawn(rng, rule.sources) if funded else None,
        way=drawn(rng, ways) if funded else None,
        amount=amount,
        contract_on=dates.contract_on,
        evaluated_on=dates.evaluated_on,
        paid_on=dates.paid_on,
        ended_on=dates.ended_on,
    )


def _dates(place: Place, rule: ProjectRule, started: date, rng: Random) -> _Dates:
    contract = started + timedelta(days=rng.randint(0, 20)) if rng.random() < rule.contracted else None
    if rule.months is None:
        return _Dates(contract)
    ended = started + timedelta(days=30 * rng.randint(*rule.months))
    if contract is None or not rule.evaluated:
        return _Dates(contract, ended_on=ended)
    paid = ended + timedelta(days=rng.randint(10, _SETTLED_WITHIN))
    before = rng.random() < on_curve(rule.evaluated, ended)
    evaluated = paid + timedelta(days=rng.randint(-9, -1) if before else rng.randint(5, 60))
    return _Dates(contract, evaluated, paid, ended)
