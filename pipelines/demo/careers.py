"""What comes of working: certificates after the yearly exam, and the year's pay.

Belongs here: certificates and pay of the people whom staff.py hired. Does not belong here: posts and turnover.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from pipelines.demo.people_rules import PayParts
from pipelines.demo.place import Place, Unit
from pipelines.demo.scenario import on_curve
from pipelines.demo.staff import Person, Tenure
from pipelines.demo.tables import Row, Table, Value

_AGE_LIMIT = 45
_PAID = ("unit", "year", "person_id", "name", "months", "annual_pay")
_PARTS = (
    "base_pay", "project_pay", "appraisal_pay", "certificate_allowance", "welfare_items", "pension", "medical",
    "unemployment", "work_injury", "maternity", "housing_fund",
)  # fmt: skip
# What an employer pays, as a share of pay, in the order of the columns; the last is the housing fund.
_RATES = (0.2, 0.08, 0.01, 0.005, 0.007, 0.08)
_LEVELS = ("assistant", "assistant", "assistant", "assistant", "intermediate", "intermediate", "senior")
# Nobody could pass the senior exam before there was one, and forms did not know it.
_SENIOR_SINCE = 2019
_LEVELS_BEFORE = tuple("intermediate" if level == "senior" else level for level in _LEVELS)


def certify(place: Place, tenures: list[Tenure]) -> Table:
    """Let people pass the exam each year until the scenario's share of the group is reached; return who did."""
    rules = place.scenario.certificates
    rng = place.scenario.rng("certificates")
    rows: list[Row] = []
    for year, share in sorted(rules.shares.items()):
        day = date.fromisoformat(f"{year}-{rules.granted}")
        levels = _LEVELS if year >= _SENIOR_SINCE else _LEVELS_BEFORE
        judged = max(day, place.scenario.starts_on)
        sitting = {tenure.person.person_id: tenure for tenure in tenures if tenure.holds(judged)}
        group = [held for held in sitting.values() if rules.group == "all" or held.person.age(judged) < _AGE_LIMIT]
        needed = round(share * len(group)) - sum(held.person.certificate is not None for held in group)
        without = [held for held in group if held.person.certificate is None]
        without.sort(key=lambda held: (held.person.age(judged) >= _AGE_LIMIT, rng.random()))
        passing = without[: max(0, needed)]
        outside = [held for held in sitting.values() if held not in group and held.person.certificate is None]
        passing += [held for held in outside if rng.random() < rules.others]
        for number, held in enumerate(passing, start=1):
            rows.append(_grant(held, day, number, rng.choice(levels)))
    return Table("credentials", ("unit", "person_id", "name", "credential", "obtained_on", "certificate_no"), rows)


def _grant(held: Tenure, day: date, number: int, level: str) -> Row:
    person = held.person
    person.certificate = (level, day, f"DEMO{day:%Y}{held.unit.abbr}{number:04d}")
    return day, (held.unit.code, person.person_id, person.name, level, day, person.certificate[2])


def pay(place: Place, tenures: list[Tenure]) -> Table:
    """Return a row for each worker and complete year: a unit's level times the benchmark, by months worked."""
    scenario = place.scenario
    level = {unit.code: _level(place, unit) for unit in place.units}
    rows: list[Row] = []
    for year in range(scenario.starts_on.year, scenario.as_of.year):
        benchmark = scenario.economy[scenario.pay.benchmark][year - scenario.pay.lag]
        worked: dict[tuple[str, str], tuple[Person, int]] = {}
        for tenure in tenures:
            months = sum(tenure.holds(date(year, month, 15)) for month in range(1, 13))
            if months:
                key = (tenure.unit.code, tenure.person.person_id)
                worked[key] = (tenure.person, months + worked.get(key, (None, 0))[1])
        rng = scenario.rng("pay", year)
        for (code, person_id), (person, months) in worked.items():
            certified = person.certificate is not None and person.certificate[1].year < year
            yearly = benchmark * level[code] * rng.uniform(0.92, 1.08) * (1.03 if certified else 1)
            amount = round(yearly * months / 12 / 10) * 10
            values = (code, year, person_id, person.name, months, amount)
            rows.append((date(year, 12, 31), (*values, *_parts(place, code, person, year, amount))))
    told = [place for place in range(len(rows[0][1])) if any(row[1][place] is not None for row in rows)]
    columns = (*_PAID, *_PARTS)
    return Table(
        "pay",
        tuple(columns[place] for place in told),
        [(day, tuple(values[place] for place in told)) for day, values in rows],
    )


def _parts(place: Place, code: str, person: Person, year: int, amount: int) -> tuple[Value, ...]:
    """Return what a year's pay was made of and what came beside it, where the place's sheets tell."""
    rules = place.scenario.people.pay
    if rules is None:
        return ()
    rng = place.scenario.rng("pay parts", person.person_id, year)
    day = date(year, 12, 31)
    stray = rng.uniform(0.94, 1.06)
    basic = round(amount * on_curve(rules.basic, day) * stray / 10) * 10 or None
    rest = amount - (basic or 0)
    projects = round(rest * on_curve(rules.projects, day) * stray / 10) * 10 or None
    appraised = round(rest * on_curve(rules.appraised, day) / 10) * 10 or None
    certified = person.certificate is not None and person.certificate[1].year < year
    allowance = (rules.allowance if rng.random() < on_curve(rules.allowed, day) else 0) if certified else None
    welfare = None
    if rules.welfare:
        welfare = 3 if rng.random() < on_curve(rules.welfare, day) else rng.randint(0, 2)
    parts = (basic, projects, appraised, allowance if rules.allowance else None, welfare)
    return (*parts, *_insurances(place, rules, code, amount, day, rng))


def _insurances(place: Place, rules: PayParts, code: str, amount: int, day: date, rng: Random) -> Iterator[Value]:
    """Yield what was paid into each insurance and the housing fund; who is not fully insured lacks the last ones."""
    if rules.insured is None:
        yield from (None,) * len(_RATES)
        return
    insured = 5 if rng.random() < on_curve(rules.insured, day) else rng.choice((0, 2, 3, 4, 4))
    fund = rules.fund.get(place.above(code, "district").code, date.max) <= day
    for number, rate in enumerate(_RATES):
        paid = insured == 5 and fund if number == 5 else number < insured
        yield round(amount * rate) if paid else 0


def _level(place: Place, unit: Unit) -> float:
    span = place.scenario.pay.level
    return place.scenario.rng("pay level", unit.code).uniform(span.low, span.high)
