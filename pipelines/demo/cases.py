"""Residents' cases: what came in, who handled it, how and when it was settled.

Belongs here: drawing cases of a unit and half-year. Does not belong here: how many and how well (seeds/demo/scenarios).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from random import Random

from pipelines.demo.place import Place, Unit
from pipelines.demo.plan import period_end, period_start
from pipelines.demo.service_rules import CaseRules
from pipelines.demo.tables import Row, Table

COLUMNS = (
    "unit", "case_no", "received_on", "kind", "subject", "channel", "first_received_by", "handler", "told_at_once",
    "limit_days", "referred_on", "closed_on", "settled", "tier", "consulted", "disclosed_on",
)  # fmt: skip
_CAUSES = ("demolition", "pollution", "property", "property", "illegal_building", "other")
_HAZARDS = ("public_security", "public_security", "market", "ethnic_religious")
_SUBJECTS = {
    "simple": ("livelihood", "livelihood", "facilities", "other"), "complex": ("livelihood", "other"),
    "home_service": ("elderly",), "dispute": _CAUSES, "hazard": _HAZARDS,
    "opinion": ("facilities", "pollution", "property", "livelihood"), "issue": ("facilities", "property", "other"),
    "major": ("facilities", "livelihood"), "help": ("elderly",),
}  # fmt: skip
_CHANNELS = {
    "simple": ("window", "window", "phone", "hotline"), "complex": ("window", "hotline", "visit"),
    "home_service": ("phone",), "dispute": ("visit", "hotline", "window"), "hazard": ("visit", "hotline"),
    "opinion": ("assembly", "visit", "survey", "mailbox"), "major": ("committee",), "help": ("visit",),
}  # fmt: skip
_LIMITS = {"simple": (1, 3), "complex": (10, 20), "home_service": (2, 5), "hazard": (5, 10)}
_TIERS = ("point", "point", "point", "station", "station", "station", "center", "center", "street", "congress")


@dataclass
class Case:
    """One matter, its fields in the order of COLUMNS."""

    unit: str
    case_no: str
    received_on: date
    kind: str
    subject: str
    channel: str
    first_received_by: str | None = None
    handler: str | None = None
    told_at_once: str | None = None
    limit_days: int | None = None
    referred_on: date | None = None
    closed_on: date | None = None
    settled: str | None = None
    tier: str | None = None
    consulted: str | None = None
    disclosed_on: date | None = None


def cases(place: Place) -> Table:
    """Return every case of a place; one that is closed in a later half-year than received is sent again then."""
    rules = place.scenario.services.cases
    rows: list[Row] = []
    for unit in place.base_units if rules else ():
        serials: dict[int, int] = defaultdict(int)
        for start in _half_years(place):
            if rules and unit.stands(start):
                rows += _of_half_year(place, rules, unit, start, serials)
    return Table("cases", COLUMNS, sorted(rows, key=lambda row: row[0]))


def _half_years(place: Place) -> list[date]:
    return sorted({period_start("half_year", month) for month in place.scenario.months()})


def _of_half_year(place: Place, rules: CaseRules, unit: Unit, start: date, serials: dict[int, int]) -> Iterator[Row]:
    scenario = place.scenario
    rng = scenario.rng("cases", unit.code, start)
    years = (start - scenario.starts_on).days / 365.25
    count = round(rng.randint(*rules.half_yearly) * (1 + rules.growth) ** years)
    names, weights = list(rules.kinds), list(rules.kinds.values())
    drawn = [(_weekday(rng, start), kind) for kind in rng.choices(names, weights, k=count)]
    fixed = {day for day in _deliberated(place, rules, unit) if period_start("half_year", day) == start}
    drawn += [(day, "") for day in fixed]
    for day, kind in sorted(drawn):
        if day > scenario.as_of:
            continue
        serials[day.year] += 1
        number = f"{unit.abbr}-{day.year}-{serials[day.year]:04d}"
        case = _dispute_by_deliberation(unit, number, day) if not kind else _case(place, rules, unit, number, day, kind)
        yield from _rows(case, scenario.as_of)


def _rows(case: Case, as_of: date) -> Iterator[Row]:
    closed = case.closed_on
    if closed and (closed > as_of or period_start("half_year", closed) != period_start("half_year", case.received_on)):
        if closed <= as_of:
            yield closed, astuple(case)
        case.closed_on = case.settled = case.tier = None
    yield case.received_on, astuple(case)


def _case(place: Place, rules: CaseRules, unit: Unit, number: str, day: date, kind: str) -> Case:
    scenario = place.scenario
    rng = scenario.rng("case", number)
    part = (day - scenario.starts_on) / (scenario.as_of - scenario.starts_on)
    chance = rules.kept.at(part)

    def kept() -> bool:
        return rng.random() < chance

    raised = "resident" if rng.random() < rules.raised_by_residents.at(part) else "committee"
    channel = raised if kind == "issue" else rng.choice(_CHANNELS[kind])
    case = Case(unit.code, number, day, kind, rng.choice(_SUBJECTS[kind]), channel)
    case.first_received_by = f"{unit.abbr}{rng.randint(1, 9):03d}" if kept() else None
    case.handler = f"{unit.abbr}{rng.randint(1, 9):03d}" if kept() else None
    case.told_at_once = "yes" if kept() else "no"
    case.limit_days = rng.randint(*_LIMITS[kind]) if kind in _LIMITS else None
    _settle(case, rng, kept(), fixed=bool(rules.deliberated))
    if kind == "major":
        case.consulted = "yes" if kept() else "no"
        case.disclosed_on = day + timedelta(days=rng.randint(5, 30)) if kept() else None
    return case


def _settle(case: Case, rng: Random, kept: bool, fixed: bool) -> None:
    """Close the case: in time where the duty was kept, a good while later or not at all where it was not."""
    limit = case.limit_days or 25
    case.settled = "own"
    if case.kind in ("complex", "hazard") and kept:
        case.referred_on, case.settled = case.received_on + timedelta(days=rng.randint(0, 3)), "referred"
    elif case.kind == "simple" and kept:
        case.settled, limit = "on_the_spot", 0
    elif case.kind == "home_service":
        case.settled = "home"
    elif case.kind in ("dispute", "issue"):
        # Where their number is given, no dispute beyond it was settled by deliberation.
        by_talk = case.kind == "issue" or (not fixed and rng.random() < 0.4)
        case.settled, case.tier = "deliberation" if by_talk else "own", rng.choice(_TIERS)
    elif case.kind == "help":
        case.tier = "point" if rng.random() < 0.8 else "station"
    if not kept and rng.random() < 0.25:
        case.settled = case.tier = None
        return
    days = round(limit * rng.uniform(0.2, 1.0)) if kept else round(limit * rng.uniform(1.5, 3)) + 2
    case.closed_on = case.received_on + timedelta(days=days)


def _deliberated(place: Place, rules: CaseRules, unit: Unit) -> list[date]:
    """Return the days of the unit's share of the disputes whose number is given."""
    scenario = place.scenario
    first = date(scenario.as_of.year, 1, 5)
    days = []
    for above, count in rules.deliberated.items():
        below = [other for other in place.base_units if other.parent_code == above]
        if unit in below:
            mine = range(below.index(unit), count, len(below))
            step = (scenario.as_of - first).days / (count + 3)
            days += [first + timedelta(days=round(step * number)) for number in mine]
    return days


def _dispute_by_deliberation(unit: Unit, number: str, day: date) -> Case:
    case = Case(unit.code, number, day, "dispute", _CAUSES[day.day % len(_CAUSES)], "visit")
    case.first_received_by = case.handler = f"{unit.abbr}001"
    case.closed_on, case.settled, case.tier = day + timedelta(days=9), "deliberation", "station"
    return case


def _weekday(rng: Random, start: date) -> date:
    days = (period_end("half_year", start) - start).days
    day = start + timedelta(days=rng.randint(0, days))
    return day - timedelta(days=day.weekday() - 4) if day.weekday() > 4 and day.day > 2 else day
