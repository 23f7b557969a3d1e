"""Units, population and household registers.

Belongs here: how many households and residents a unit has on a day, which households its register lists.
Does not belong here: who works there (staff.py), who is called on (visits.py).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from math import ceil

from pipelines.demo.place import Place, Unit
from pipelines.demo.tables import Row, Table, Value

_UNIT_COLUMNS = (
    "code", "code_system", "name", "unit_type", "parent_code", "urban_rural", "urban_rural_class", "standing",
    "valid_from", "valid_to", "predecessor_code", "predecessor_share",
)  # fmt: skip
_KEY_GROUPS = ("low_income", "disabled", "lone_elderly", "minor", "entitled")
_KEY_LEAVING, _KEY_GROWTH = 0.03, 0.01  # a year, of the first register's key households


@dataclass(frozen=True)
class Household:
    """One entry of a register."""

    number: str
    grid: int
    key_group: str | None


def units(place: Place) -> Table:
    """Return the unit tree; a unit that ends is sent again with its end, its successors with it, on that day."""
    start = place.scenario.starts_on
    rows: list[Row] = []
    for unit in place.units:
        values = tuple(getattr(unit, column) or None for column in _UNIT_COLUMNS)
        if unit.valid_from > start:
            rows.append((unit.valid_from, values))
            continue
        as_known: tuple[Value, ...] = tuple(
            None if column == "valid_to" else value for column, value in zip(_UNIT_COLUMNS, values, strict=True)
        )
        rows.append((start, as_known))
        if unit.valid_to:
            rows.append((unit.valid_to, values))
    return Table("units", _UNIT_COLUMNS, rows)


def households_on(place: Place, unit: Unit, day: date) -> int:
    """Return how many households a unit has on a day."""
    return _grown(unit.households, place.scenario.growth.households, place.scenario.anchor, day)


def residents_on(place: Place, unit: Unit, day: date) -> int:
    """Return how many residents a unit has on a day."""
    growth = place.scenario.growth
    stray = 1 + growth.noise * place.scenario.rng("residents", unit.code).uniform(-1, 1)
    return round(_grown(unit.residents, growth.residents, place.scenario.anchor, day) * stray)


def _grown(base: int, growth: float, anchor: date, day: date) -> int:
    return round(base * float((1 + growth) ** ((day - anchor).days / 365.25)))


def population(place: Place) -> Table:
    """Return households and residents at each half-year's end, the last one before the start too."""
    days = place.scenario.ends("half_year")
    rows: list[Row] = []
    for unit in place.base_units:
        counted = [day for day in days if unit.stands(day)]
        if unit.valid_from > place.scenario.starts_on:
            counted.insert(0, unit.valid_from)
        for day in counted:
            residents = residents_on(place, unit, day)
            urban = residents if unit.urban_rural == "urban" else round(residents * 0.08)
            rows.append((day, (unit.code, day, households_on(place, unit, day), residents, urban)))
    return Table("population", ("unit", "as_on", "households", "residents", "urban_residents"), sorted(rows, key=_day))


def _day(row: Row) -> date:
    return row[0]


class Registers:
    """The household registers of a place, by unit and day."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._lists: dict[tuple[str, date], list[Household]] = {}

    def days(self, unit: Unit) -> list[date]:
        """Return the days on which a unit's register was taken."""
        days = [day for day in self.place.scenario.registers.days if unit.stands(day)]
        return [unit.valid_from, *days] if unit.valid_from > self.place.scenario.starts_on else days

    def in_force(self, unit: Unit, day: date) -> list[Household]:
        """Return the register that a community works with on a day: the last one taken, else its first."""
        days = self.days(unit)
        return self.listed(unit, days[max(0, bisect_right(days, day) - 1)])

    def listed(self, unit: Unit, day: date) -> list[Household]:
        """Return the register of a unit taken on a day.

        Numbers of households that left are not used again. A key household stays one on later registers, but for a few
        a year; somewhat more come in, so that their number never falls.
        """
        if (unit.code, day) not in self._lists:
            self._lists[unit.code, day] = self._take(unit, day)
        return self._lists[unit.code, day]

    def _take(self, unit: Unit, day: date) -> list[Household]:
        if unit.predecessor_code:
            return self._inherit(unit, day)
        scenario = self.place.scenario
        rng = scenario.rng("register", unit.code)
        rate = rng.uniform(scenario.registers.key_share.low, scenario.registers.key_share.high)
        first = scenario.registers.days[0]
        years = (day - first).days / 365
        count = households_on(self.place, unit, day)
        drawn = list(range(1, households_on(self.place, unit, first) + 1))
        rng.shuffle(drawn)
        gone = int(rate * len(drawn) * _KEY_LEAVING * years)
        key_count = ceil(rate * len(drawn) * (1 + _KEY_GROWTH * years))
        key = {number: _KEY_GROUPS[number % len(_KEY_GROUPS)] for number in drawn[gone : gone + key_count]}
        left = set(drawn[len(drawn) - round(count * 0.01 * years) :])
        entries = []
        for number in range(1, count + len(left) + 1):
            if number not in left:
                grid = min((number - 1) // scenario.registers.grid, max(0, round(count / scenario.registers.grid) - 1))
                entries.append(Household(f"{unit.abbr}-{number:04d}", grid + 1, key.get(number)))
        return entries

    def _inherit(self, unit: Unit, day: date) -> list[Household]:
        """Part the predecessor's register: its successors take consecutive grids' households in their shares."""
        before = self.place.by_code[unit.predecessor_code]
        parted = self.listed(before, self.days(before)[-1])
        siblings = [other for other in self.place.units if other.predecessor_code == before.code]
        taken = 0.0
        for sibling in siblings:
            share = float(sibling.predecessor_share.rstrip("%")) / 100
            mine = parted[round(len(parted) * taken) : round(len(parted) * (taken + share))]
            if sibling is unit:
                size = self.place.scenario.registers.grid
                last = max(1, round(len(mine) / size))
                return [
                    Household(entry.number, min(order // size + 1, last), entry.key_group)
                    for order, entry in enumerate(mine)
                ]
            taken += share
        return []


def registers_table(registers: Registers) -> Table:
    """Return every register taken up to the as-of date."""
    rows: list[Row] = []
    for unit in registers.place.base_units:
        for day in registers.days(unit):
            for entry in registers.listed(unit, day):
                grid = f"{unit.abbr}-{entry.grid:02d}"
                rows.append((day, (unit.code, day, entry.number, grid, entry.key_group)))
    return Table("households", ("unit", "as_on", "household_no", "grid_no", "key_group"), sorted(rows, key=_day))
