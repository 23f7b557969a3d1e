"""Gifts that communities collect.

Belongs here: gifts by rule, fitted to a sum where the scenario tells one. Does not belong here: budgets (money.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from pipelines.demo.organisations import chosen
from pipelines.demo.place import Place
from pipelines.demo.register_rules import DonationRule, drawn, drawn_day
from pipelines.demo.tables import Row, Table

_COLUMNS = ("unit", "gift_no", "given_on", "donor", "purpose", "amount")
_STEP = 100


def donations(place: Place) -> Table:
    """Return every gift in order of its day, numbered by unit and year."""
    gifts: list[tuple[date, str, str | None, str, int]] = []
    for position, rule in enumerate(place.scenario.cooperation.donations):
        given = list(_given(place, rule, position))
        amounts = _fitted([amount for *_, amount in given], rule)
        gifts += [
            (day, unit, donor, rule.kind, amount) for (day, unit, donor, _), amount in zip(given, amounts, strict=True)
        ]
    serials: dict[tuple[str, int], int] = defaultdict(int)
    rows: list[Row] = []
    for day, unit, donor, purpose, amount in sorted(gifts):
        serials[unit, day.year] += 1
        number = f"{place.by_code[unit].abbr}-JZ-{day.year}-{serials[unit, day.year]:02d}"
        rows.append((day, (unit, number, day, donor, purpose, amount)))
    return Table("donations", _COLUMNS, rows)


def _given(place: Place, rule: DonationRule, position: int) -> Iterator[tuple[date, str, str | None, int]]:
    first, last = max(rule.since, place.scenario.starts_on), min(rule.until, place.scenario.as_of)
    for unit in chosen(place, rule):
        for year in range(first.year, last.year + 1):
            rng = place.scenario.rng("donations", rule.kind, position, unit.code, year)
            for _ in range(rng.randint(*rule.count)):
                day = drawn_day(rng, date(year, 1, 4), date(year, 12, 27))
                amount = round(rng.triangular(*rule.amount, rule.amount[0]) / _STEP) * _STEP
                if first <= day <= last and unit.stands(day):
                    yield day, unit.code, drawn(rng, rule.donors), amount


def _fitted(amounts: list[int], rule: DonationRule) -> list[int]:
    """Return the amounts, changed by small steps within the rule's bounds until they add up to its total."""
    low, high = rule.amount
    place = 0
    while rule.total is not None and (lacking := rule.total - sum(amounts)):
        step = max(-_STEP, min(_STEP, lacking))
        here = place % len(amounts)
        if low <= amounts[here] + step <= high:
            amounts[here] += step
        place += 1
    return amounts
