"""Organisations of communities: resident units, social organisations, volunteer teams, firms, rooms and funds.

Belongs here: which organisations stand where, and the half-yearly register of them.
Does not belong here: what they do together with the community (activities.py), gifts (donations.py).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from random import Random

from pipelines.demo.place import Place, Unit
from pipelines.demo.register_rules import OrganisationRule, Rule, drawn, drawn_day
from pipelines.demo.tables import Row, Table

_COLUMNS = (
    "unit", "as_on", "org_no", "class", "registered_on", "dissolved_on", "members", "led_by", "pledged_on",
    "appraised_on", "operates",
)  # fmt: skip
_DISSOLVED = 0.03  # of the organisations, those that end before the end of the demo


@dataclass(frozen=True)
class Organisation:
    """One organisation of a unit; `appraisals` are the days on which the community took part in appraising it."""

    unit: str
    number: str
    rule: OrganisationRule
    registered_on: date
    dissolved_on: date | None
    members: int | None
    led_by: str | None
    pledged_on: date | None
    appraisals: tuple[date, ...]


def chosen(place: Place, rule: Rule) -> list[Unit]:
    """Return the units a rule speaks of, each once."""
    named = {unit.code: unit for unit in place.units if unit.code in rule.only or not rule.only}
    return [unit for unit in named.values() if rule.only or unit.unit_type in rule.levels]


def organisations(place: Place) -> list[Organisation]:
    """Return every organisation, numbered within its unit in the order of the rules."""
    serials: dict[str, int] = defaultdict(int)
    found = []
    for position, rule in enumerate(place.scenario.cooperation.organisations):
        units = chosen(place, rule)
        counts = [place.scenario.rng("organisations", rule.kind, position, u.code).randint(*rule.count) for u in units]
        for unit, count in zip(units, _adjusted(counts, rule.total), strict=True):
            rng = place.scenario.rng("organisation", rule.kind, position, unit.code)
            for _ in range(count):
                serials[unit.code] += 1
                found.append(_organisation(place, rule, unit, f"{unit.abbr}-ZZ-{serials[unit.code]:02d}", rng))
    return found


def _adjusted(counts: list[int], total: int | None) -> list[int]:
    """Return the counts, one more or less here and there so that they add up to the total."""
    place = 0
    while total is not None and sum(counts) != total:
        counts[place % len(counts)] += 1 if sum(counts) < total else -1 if counts[place % len(counts)] > 1 else 0
        place += 1
    return counts


def _organisation(place: Place, rule: OrganisationRule, unit: Unit, number: str, rng: Random) -> Organisation:
    scenario = place.scenario
    registered = drawn_day(rng, max(rule.since, unit.valid_from), min(rule.until, scenario.as_of))
    end = drawn_day(rng, registered, scenario.as_of)
    dissolved = end if rule.total is None and rng.random() < _DISSOLVED and end > scenario.starts_on else None
    pledged = drawn_day(rng, max(registered, scenario.starts_on), scenario.as_of)
    appraisals = []
    for year in range(scenario.starts_on.year, scenario.as_of.year):
        day = date(year, 12, rng.randint(1, 28))
        if rng.random() < rule.appraised and registered < day:
            appraisals.append(day)
    return Organisation(
        unit.code,
        number,
        rule,
        registered,
        dissolved,
        rng.randint(*rule.members) if rule.members else None,
        drawn(rng, rule.led_by),
        pledged if rng.random() < rule.pledged else None,
        tuple(appraisals),
    )


def organisations_table(place: Place) -> Table:
    """Return the register of each half-year's end; who was dissolved stands in the next one, with the day, and then
    no more."""
    scenario, rows = place.scenario, []
    known = organisations(place)
    ends = scenario.ends("half_year")
    for before, end in zip([date.min, *ends], ends, strict=False):
        for one in known:
            gone = one.dissolved_on is not None and one.dissolved_on <= before
            if one.registered_on <= end and not gone and place.by_code[one.unit].stands(end):
                rows.append(_row(one, end))
    return Table("organisations", _COLUMNS, rows)


def _row(one: Organisation, end: date) -> Row:
    held = [day for day in one.appraisals if day <= end]
    values = (
        one.unit,
        end,
        one.number,
        one.rule.kind,
        one.registered_on,
        one.dissolved_on if one.dissolved_on and one.dissolved_on <= end else None,
        one.members,
        one.led_by,
        one.pledged_on if one.pledged_on and one.pledged_on <= end else None,
        held[-1] if held else None,
        one.rule.operates,
    )
    return end, values
