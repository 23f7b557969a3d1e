"""Residential compounds: how a unit's households are parted among them, how new ones fill, who looks after them.

Belongs here: the lists of compounds. Does not belong here: the households themselves (places.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from pipelines.demo.bodies import days_of
from pipelines.demo.place import Place, Unit
from pipelines.demo.places import households_on, residents_on
from pipelines.demo.premises_rules import CompoundRules, Dated, day_within, one_of
from pipelines.demo.tables import Row, Table, Value

_COLUMNS = (
    "unit", "as_on", "compound", "kind", "standalone", "households_planned", "households_occupied", "residents",
    "residents_registered", "governed_by", "governed_since", "owners_committee_since", "property_firm",
    "council_since", "four_party_since", "linked_since", "minutes_to_service",
)  # fmt: skip
_NAMES = ("花园", "新村", "家园", "雅苑", "佳园", "小区", "公寓", "华庭", "里", "坊")
_FIRMS = ("安居物业（虚构）", "和顺物业（虚构）", "同心物业（虚构）", "乐邻物业（虚构）")
_LATE_KINDS = ("converted", "fringe", "industrial", "floating_large")
_STANDING = date(2005, 6, 1)


def compounds(place: Place) -> Table:
    """Return every list of compounds."""
    rules = place.scenario.premises.compounds
    rows: list[Row] = []
    for unit in place.base_units:
        rng = place.scenario.rng("compounds", unit.code)
        count = max(1, round(unit.households / rules.size))
        weights = [rng.uniform(0.4, 1.6) for _ in range(count)]
        for number, weight in enumerate(weights):
            rows += _Compound(place, unit, rules, number, weight / sum(weights)).listed()
    return Table("compounds", _COLUMNS, sorted(rows, key=lambda row: row[0]))


class _Compound:
    """One compound of a unit, with its share of the unit's households."""

    def __init__(self, place: Place, unit: Unit, rules: CompoundRules, number: int, share: float) -> None:
        self.place, self.unit, self.rules, self.share = place, unit, rules, share
        rng = self.rng = place.scenario.rng("compounds", unit.code, number)
        stem = unit.name.removesuffix("居委会").removesuffix("社区").removesuffix("村")
        self.name = f"{stem}{_NAMES[number % len(_NAMES)]}{'' if number < len(_NAMES) else number // len(_NAMES) + 1}"
        rural = unit.urban_rural == "rural" and rules.rural_kinds
        self.kind = one_of(rules.rural_kinds if rural else rules.kinds, rng) or "old"
        self.standalone = "yes" if rng.random() < rules.standalone else "no"
        self.filled = rng.uniform(*rules.filled) if self.kind == "new" else rng.uniform(0.88, 0.99)
        self.registered = rng.uniform(*rules.registered)
        self.minutes = rng.randint(*rules.minutes)
        self.prompt, self.early = rng.random() < rules.prompt, rng.random() < rules.early
        self.firm = rng.choice(_FIRMS) if rng.random() < 0.75 else None
        self.agreed = [
            _since(dated, rng) for dated in (rules.owners_committee, rules.council, rules.four_party, rules.linked)
        ]

    def listed(self) -> Iterator[Row]:
        """Yield the compound on every list."""
        for day in days_of(self.place, self.unit):
            households = round(households_on(self.place, self.unit, day) * self.share)
            planned, occupied, governed, governed_since = self._state(day, households)
            people = round(residents_on(self.place, self.unit, day) * self.share * occupied / max(1, households))
            owners, council, four_party, linked = (
                agreed if agreed and agreed <= day else None for agreed in self.agreed
            )
            values: tuple[Value, ...] = (
                self.unit.code, day, self.name, self.kind, self.standalone, planned, occupied, people,
                round(people * self.registered), governed, governed_since, owners, self.firm, council,
                four_party if owners and self.firm else None, linked if owners else None, self.minutes,
            )  # fmt: skip
            yield day, values

    def _state(self, day: date, households: int) -> tuple[int, int, str, date | None]:
        """Return households planned and living there, how they are organised and since when."""
        if self.kind != "new":
            return round(households / self.filled), households, self._committee(), _STANDING
        first = self.place.scenario.premises.days[0]
        years = (day - first).days / 365.25
        filled = min(0.97, self.filled + self.rules.filling * years)
        occupied = round(households * filled)
        half_on = first + timedelta(days=round((0.5 - self.filled) / self.rules.filling * 365.25))
        if filled >= 0.5 and self.prompt:
            return households, occupied, self._committee(), max(half_on, _STANDING) + timedelta(days=60)
        if self.early:
            return households, occupied, "group" if self.minutes % 2 else "custody", _STANDING
        return households, occupied, "none", None

    def _committee(self) -> str:
        if self.kind == "floating_small" or (self.kind in _LATE_KINDS and not self.prompt):
            return "group" if self.early else "none"
        return "own_committee" if self.standalone == "yes" and self.prompt else "committee"


def _since(dated: Dated | None, rng: Random) -> date | None:
    moment = rng.random()
    return day_within(dated.since, rng) if dated and moment < dated.share else None
