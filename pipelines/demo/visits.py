"""The log of calls on households.

Belongs here: whom each grid worker calls on in a month.
Does not belong here: registers (places.py), workers (staff.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from pipelines.demo.place import Place, Unit
from pipelines.demo.places import Household, Registers
from pipelines.demo.scenario import on_curve
from pipelines.demo.staff import Tenure
from pipelines.demo.tables import Row, Table

_SLOW, _KEEN = 0.7, 2.3
_HOLIDAYS = {(1, 1), (5, 1), *((10, day) for day in range(1, 8))}
_SEASON = {1: 0.95, 2: 0.85, 7: 0.97, 10: 0.95, 12: 1.05}


class _Round:
    """A grid worker's round: key households by chance, all others in turn."""

    def __init__(self, entries: list[Household]) -> None:
        self.key = [entry.number for entry in entries if entry.key_group]
        self.others = [entry.number for entry in entries if not entry.key_group]
        self.next = 0

    def take(self, count: int) -> list[str]:
        """Return the next households in turn."""
        if not self.others or count <= 0:
            return []
        count = min(count, len(self.others))
        doubled = self.others + self.others
        taken = doubled[self.next : self.next + count]
        self.next = (self.next + count) % len(self.others)
        return taken


def visits(place: Place, tenures: list[Tenure], registers: Registers, purposes: Sequence[str]) -> Table:
    """Return every call, by month; a household is called on once a day by one worker at most."""
    walking: dict[str, list[Tenure]] = defaultdict(list)
    for tenure in tenures:
        if tenure.grid:
            walking[tenure.unit.code].append(tenure)
    rounds: dict[tuple[str, int], tuple[int, _Round]] = {}
    rows: list[Row] = []
    for month in place.scenario.months(place.scenario.visits.since):
        monthly: list[Row] = []
        for unit in place.base_units:
            if unit.stands(month):
                entries = registers.in_force(unit, month)
                rng = place.scenario.rng("visits", unit.code, month)
                for held in walking[unit.code]:
                    if held.holds(month.replace(day=15)):
                        turn = _round_of(held, entries, rounds)
                        monthly += _calls(place, unit, held, turn, month, rng, purposes)
        rows += sorted(monthly, key=lambda row: row[0])
    return Table("visits", ("unit", "visited_on", "household_no", "staff_no", "purpose"), rows)


def _round_of(held: Tenure, entries: list[Household], rounds: dict[tuple[str, int], tuple[int, _Round]]) -> _Round:
    """Return the round of a grid; it begins anew when a new register is in force."""
    key = (held.unit.code, held.grid or 0)
    known = rounds.get(key)
    if known is None or known[0] != id(entries):
        mine = _Round([entry for entry in entries if entry.grid == held.grid])
        mine.next = known[1].next % max(1, len(mine.others)) if known else 0
        rounds[key] = known = (id(entries), mine)
    return known[1]


def _calls(
    place: Place, unit: Unit, held: Tenure, turn: _Round, month: date, rng: Random, purposes: Sequence[str]
) -> Iterator[Row]:
    rules = place.scenario.visits
    pace = place.scenario.rng("pace", held.person.person_id).random()
    load = on_curve(rules.load, month) * _SEASON.get(month.month, 1)
    load *= _SLOW if pace < rules.slow_workers else _KEEN if pace > 1 - rules.keen_workers else 1
    quota = round(load * rng.uniform(0.95, 1.12))
    chance = on_curve(rules.key_chance, month)
    key = [number for number in turn.key if rng.random() < chance]
    again = [number for number in key if rng.random() < chance * 0.25]
    called = key + turn.take(quota - len(key))
    days = _visiting_days(month, rng)
    first, repeated = days[0::2], days[1::2]
    for order, number in enumerate(called):
        day = first[order * len(first) // len(called)]
        yield day, (unit.code, day, number, held.staff_no, rng.choice(purposes))
    for number in again:
        day = rng.choice(repeated)
        yield day, (unit.code, day, number, held.staff_no, purposes[-1])


def _visiting_days(month: date, rng: Random) -> list[date]:
    """Return some weekdays in order: first rounds are made on every other of them, repeated calls on the rest."""
    days = []
    day = month
    while day.month == month.month:
        if day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS:
            days.append(day)
        day += timedelta(days=1)
    return sorted(rng.sample(days, min(len(days), 14)))
