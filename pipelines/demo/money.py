"""Funding from budget to spending, and the economy's benchmarks.

Belongs here: bookings of communities and of the levels above them. Does not belong here: pay (careers.py).
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from pipelines.demo.place import Place, Unit
from pipelines.demo.places import households_on, residents_on
from pipelines.demo.scenario import Budget, Range
from pipelines.demo.tables import Row, Table

_COLUMNS = ("unit", "voucher_no", "booked_on", "stage", "category", "source_level", "amount")
_ALLOCATED_BY_QUARTER = (0.3, 0.25, 0.25, 0.2)
_SPENT_BY_MONTH = (0.05, 0.03, 0.07, 0.07, 0.08, 0.08, 0.07, 0.07, 0.08, 0.08, 0.09, 0.23)


def economy(place: Place) -> Table:
    """Return the benchmarks of each year that is over, the year before the start included."""
    scenario = place.scenario
    rows: list[Row] = []
    for benchmark, by_year in scenario.economy.items():
        for year, amount in by_year.items():
            if year < scenario.as_of.year:
                rows.append((date(year, 12, 31), (scenario.root, year, benchmark, amount)))
    return Table("economy", ("unit", "year", "benchmark", "amount"), sorted(rows, key=lambda row: row[0]))


def funding(place: Place) -> Table:
    """Return every booking in order of its day; vouchers are numbered by unit and month."""
    bookings: list[tuple[date, str, str, Budget, float]] = []
    for year in range(place.scenario.starts_on.year, place.scenario.as_of.year + 1):
        for budget in place.scenario.funding.budgets:
            for unit in _payees(place, budget, year):
                for day, stage, amount in _year(place, unit, budget, year):
                    if day <= place.scenario.as_of and unit.stands(day):
                        bookings.append((day, unit.code, stage, budget, amount))
    for told in place.scenario.funding.bookings:
        kind = Budget(category=told.category, source=told.source, per="unit", yuan=told.yuan)
        bookings.append((told.day, told.unit, told.stage, kind, told.yuan))
    bookings.sort(key=lambda booking: (booking[0], booking[1], booking[2], booking[3].category))
    serials: dict[tuple[str, str], int] = defaultdict(int)
    rows: list[Row] = []
    for day, code, stage, budget, amount in bookings:
        serials[code, f"{day:%Y-%m}"] += 1
        voucher = f"{day:%Y-%m}-{serials[code, f'{day:%Y-%m}']:03d}"
        rows.append((day, (code, voucher, day, stage, budget.category, budget.source, amount)))
    return Table("funding", _COLUMNS, rows)


def _payees(place: Place, budget: Budget, year: int) -> list[Unit]:
    if year < budget.since:
        return []
    if budget.unit:
        return [place.by_code[budget.unit]]
    day = date(year, 1, 1)
    return [unit for unit in place.base_units if unit.stands(day) and (budget.per != "point" or unit.planned_points)]


def _base(place: Place, unit: Unit, budget: Budget, day: date) -> float:
    if budget.per == "unit":
        return 1
    if budget.per == "point":
        return unit.planned_points
    below = [other for other in place.base_units if place.above(other.code, unit.unit_type) is unit]
    below = [other for other in ([unit] if unit.is_base else below) if other.stands(day)]
    if budget.per == "household":
        return sum(households_on(place, other, day) for other in below)
    return sum(residents_on(place, other, day) for other in below if other.urban_rural == "urban")


def _year(place: Place, unit: Unit, budget: Budget, year: int) -> Iterator[tuple[date, str, float]]:
    """Yield a year's bookings of one category: the budget, four allocations, spending with a burst in December."""
    rules, rng = place.scenario.funding, place.scenario.rng("funding", unit.code, budget.category, year)
    first = date(year, 1, 1)
    factor = budget.years.get(year, 1) * budget.short.get(unit.code, 1)
    budgeted = round(_base(place, unit, budget, first) * budget.yuan * factor, 2)
    yield first, "budgeted", budgeted
    allocated = budgeted * _between(rng, rules.allocated)
    for quarter, part in enumerate(_ALLOCATED_BY_QUARTER):
        yield date(year, quarter * 3 + 1, rng.randint(18, 27)), "allocated", round(allocated * part, 2)
    spent = allocated * _between(rng, rules.spent)
    for month, part in enumerate(_SPENT_BY_MONTH, start=1):
        amount = spent * part * rng.uniform(0.8, 1.2)
        pieces = 3 if month == 12 else 1
        for _ in range(pieces):
            yield _payday(year, month, rng), "spent", round(amount / pieces, 2)


def _between(rng: Random, span: Range) -> float:
    return rng.uniform(span.low, span.high)


def _payday(year: int, month: int, rng: Random) -> date:
    day = date(year, month, rng.randint(3, monthrange(year, month)[1]))
    return day - timedelta(days=max(0, day.weekday() - 4)) if day.day > 4 else day.replace(day=5)
