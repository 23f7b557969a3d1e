"""Party organisations and their meetings.

Belongs here: branches and their members, the meetings of each month, the committee's weekly meeting.
Does not belong here: attendance figures over time (seeds/demo/scenarios).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from pipelines.demo.place import Place, Unit
from pipelines.demo.scenario import on_curve
from pipelines.demo.tables import Row, Table, Value

_NUMERALS = "零一二三四五六七八九"
_TRADES = ("夕阳红", "心相连艺术团", "志愿服务", "物业", "商圈", "书画社", "健身队", "流动党员", "退役军人", "手工坊")
_QUARTERLY = ("member_assembly", "lecture")
_MONTHLY = ("branch_committee", "group_meeting")
_ATTENDING_SHARE = 0.82  # of the members, those well enough and near enough to be expected


@dataclass(frozen=True)
class Organisation:
    """A committee or branch with its members on a day; special branches list members of the others again."""

    name: str
    kind: str
    members: int


def numeral(number: int) -> str:
    """Return a number below 100 in Chinese: 七, 十二, 三十一."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMERALS[ones]
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")


def organisations(place: Place, unit: Unit, day: date) -> list[Organisation]:
    """Return the committee, branches and special branches of a unit on a day."""
    scenario = place.scenario
    part = 1.0
    if scenario.reform_on and day < scenario.reform_on:
        part = scenario.party.before_reform
    drift = 1 + 0.012 * (day - scenario.anchor).days / 365.25 if day != scenario.anchor else 1.0
    members = round(unit.party_members * drift)
    branches = max(2, round(unit.branches * part))
    rng = scenario.rng("party", unit.code)
    weights = [rng.uniform(0.7, 1.3) for _ in range(unit.branches + 2)][:branches]
    sizes = [int(members * weight / sum(weights)) for weight in weights]
    sizes[0] += members - sum(sizes)
    special = 0 if part < 1 else unit.special_branches
    return [
        Organisation(f"{unit.name}党委", "committee", members),
        *(
            Organisation(f"{unit.name}第{numeral(number)}党支部", "branch", size)
            for number, size in enumerate(sizes, start=1)
        ),
        *(
            Organisation(f"{unit.name}{_trade(number)}党支部", "special_branch", rng.randint(9, 24))
            for number in range(special)
        ),
    ]


def _trade(number: int) -> str:
    again = number // len(_TRADES)
    return _TRADES[number % len(_TRADES)] + (f"第{numeral(again + 1)}" if again else "")


def _units_on(place: Place, day: date) -> list[Unit]:
    return [unit for unit in place.base_units if unit.stands(day)]


def party_orgs(place: Place) -> Table:
    """Return every organisation at each day counted; a new unit is counted on its first day too."""
    rows: list[Row] = []
    opened = {unit.valid_from for unit in place.base_units if unit.valid_from > place.scenario.starts_on}
    counted = place.scenario.ends("half_year")
    for day in sorted({*counted, *opened}):
        for unit in _units_on(place, day):
            if day in counted or unit.valid_from == day:
                bodies = organisations(place, unit, day)
                for body in bodies:
                    values = (unit.code, day, body.name, body.kind, body.members)
                    rows.append((day, (*values, *_parts(place, unit, day, body))))
    told = ("members_in_groups", "affiliated_orgs") if place.scenario.people.party else ()
    return Table("party_orgs", ("unit", "as_on", "org_name", "kind", "members", *told), rows)


def _parts(place: Place, unit: Unit, day: date, body: Organisation) -> tuple[Value, ...]:
    """Return a branch's members in building groups and a committee's affiliated organisations, where lists tell."""
    rules = place.scenario.people.party
    if rules is None:
        return ()
    rng = place.scenario.rng("groups", body.name, day)
    share = min(1.0, on_curve(rules.grouped, day) * rng.uniform(0.96, 1.06))
    grouped = round(body.members * share) if body.kind == "branch" else None
    affiliated = rules.affiliated.get(unit.code, 0) if day >= rules.affiliated_since else 0
    return grouped, affiliated if body.kind == "committee" else None


def meetings(place: Place) -> Table:
    """Return every meeting held, by month."""
    rows: list[Row] = []
    for month in place.scenario.months():
        monthly: list[Row] = []
        for unit in _units_on(place, month):
            rng = place.scenario.rng("meetings", unit.code, month)
            bodies = organisations(place, unit, month)
            monthly += _weekly(place, unit, month, bodies[0], rng)
            for body in bodies:
                if body.kind == "branch":
                    monthly += _branch(place, unit, month, body, rng)
        rows += sorted(monthly, key=lambda row: (row[0], str(row[1][0])))
    return Table("party_meetings", ("unit", "org_name", "held_on", "kind", "expected", "attended"), rows)


def _branch(place: Place, unit: Unit, month: date, body: Organisation, rng: Random) -> Iterator[Row]:
    kinds = [*_MONTHLY, *(_QUARTERLY if month.month % 3 == 0 else ())]
    rate = on_curve(place.scenario.party.attendance, month)
    for kind in kinds:
        day = _weekday(month, rng)
        expected = rng.randint(3, 7) if kind == "branch_committee" else max(4, round(body.members * _ATTENDING_SHARE))
        bonus = 0.12 if kind == "branch_committee" else 0
        attended = round(expected * min(1.0, max(0.0, rng.gauss(rate + bonus, 0.07))))
        values: tuple[Value, ...] = (unit.code, body.name, day, kind, expected, attended)
        yield day, values


def _weekly(place: Place, unit: Unit, month: date, body: Organisation, rng: Random) -> Iterator[Row]:
    """One meeting an ISO week, each on a weekday of the month; some units miss more weeks than others."""
    missed = on_curve(place.scenario.party.weekly_missed, month)
    missed *= place.scenario.rng("weekly", unit.code).uniform(0, 2)
    monday = month + timedelta(days=-month.weekday() % 7)
    seats = 5 + len(body.name) % 4
    while monday.month == month.month:
        day = min(monday + timedelta(days=rng.randint(0, 4)), _last_day(month))
        if rng.random() >= missed:
            yield (
                day,
                (unit.code, body.name, day, "weekly", seats, seats - min(seats - 3, rng.choice((0, 0, 0, 1, 1, 2)))),
            )
        monday += timedelta(days=7)


def _weekday(month: date, rng: Random) -> date:
    day = month.replace(day=rng.randint(1, _last_day(month).day))
    return day if day.weekday() < 5 else day - timedelta(days=day.weekday() - 4) if day.day > 3 else day.replace(day=5)


def _last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])
