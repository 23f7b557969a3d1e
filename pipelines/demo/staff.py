"""Community workers: who holds which post when, and the quarterly rosters.

Belongs here: invented people, posts, turnover. Does not belong here: certificates and pay (careers.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from pipelines.catalog.strict_yaml import load
from pipelines.demo.place import DEMO_DIR, Place, Unit
from pipelines.demo.places import households_on
from pipelines.demo.scenario import PostRule
from pipelines.demo.tables import Row, Table

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_RETIRING_AGE = 60
_YOUNGEST_DAYS = 22 * 365


@dataclass
class Person:
    """An invented person; `certificate` is level, day and number."""

    name: str
    person_id: str
    born: date
    certificate: tuple[str, date, str] | None = None

    def age(self, day: date) -> int:
        """Return the age in full years, by the month of birth."""
        return day.year - self.born.year - ((day.month, 1) < (self.born.month, 1))


@dataclass
class Tenure:
    """A person's time in one post of one unit; `left` is the first day no longer there."""

    unit: Unit
    person: Person
    post: str
    grid: int | None
    started: date
    left: date | None
    staff_no: str = ""

    def holds(self, day: date) -> bool:
        """Whether the post is held on a day."""
        return self.started <= day and (self.left is None or day < self.left)


def check_digit(first_17: str) -> str:
    """Return the last character of an identity number (GB 11643)."""
    return _CHECK[sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True)) % 11]


class Staffing:
    """Hires people into the posts of a place."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._serials: dict[str, int] = {}
        names = load(DEMO_DIR / "names.yml").data
        self._surnames, self._given, self._mark = names["surnames"], names["given"], names["mark"]

    def all(self) -> list[Tenure]:
        """Return every tenure of the place, up to the as-of date."""
        tenures: list[Tenure] = []
        for unit in self.place.units:
            mine = self._unit(unit, tenures)
            mine.sort(key=lambda tenure: tenure.started)
            for number, tenure in enumerate(mine, start=1):
                tenure.staff_no = f"{unit.abbr}{number:03d}"
            tenures.extend(mine)
        return tenures

    def _unit(self, unit: Unit, earlier: list[Tenure]) -> list[Tenure]:
        rng = self.place.scenario.rng("staff", unit.code)
        passed_on = [
            tenure for tenure in earlier if tenure.unit.code == unit.predecessor_code and tenure.left == unit.valid_from
        ]
        taken = {id(tenure.person) for tenure in earlier if tenure.unit.predecessor_code == unit.predecessor_code}
        freed = {unit.valid_from: [tenure.person for tenure in passed_on if id(tenure.person) not in taken]}
        tenures: list[Tenure] = []
        for rule in self.place.scenario.staff.posts:
            filled = [
                tenure
                for place in range(self.slots(rule, unit))
                for tenure in self._slot(rule, unit, place + 1, rng, freed)
            ]
            freed.setdefault(rule.until, []).extend(held.person for held in filled if held.left == rule.until)
            tenures += filled
        return tenures

    def slots(self, rule: PostRule, unit: Unit) -> int:
        """Return how many posts of a rule a unit has."""
        wanted = unit.code in rule.only if rule.only else unit.unit_type in rule.types
        if not wanted or unit.code in rule.without:
            return 0
        if rule.per_households is None:
            return rule.count
        households = households_on(self.place, unit, self.place.scenario.anchor)
        return max(1, round(households / rule.per_households)) - rule.less

    def _slot(
        self, rule: PostRule, unit: Unit, number: int, rng: Random, freed: dict[date, list[Person]]
    ) -> list[Tenure]:
        """Fill one post from its opening to its end; first with one whose own post closed that day."""
        scenario = self.place.scenario
        end = min(rule.until, unit.valid_to or date.max)
        grid = number if rule.post == "grid_worker" else None
        opens = max(rule.since, unit.valid_from)
        pool = freed.get(opens, [])
        if opens <= scenario.starts_on:
            opens = scenario.starts_on
            started = scenario.starts_on - timedelta(days=rng.randint(90, 3600))
        else:
            started = opens
        tenures: list[Tenure] = []
        while started < end and started <= scenario.as_of:
            person = pool.pop(0) if pool and not tenures else self._hire(started, rng, fresh=bool(tenures))
            started = max(started, person.born + timedelta(days=_YOUNGEST_DAYS))
            leaves = max(started, opens) + timedelta(days=round(rng.expovariate(scenario.staff.leaving / 365)) + 20)
            leaves = min(leaves, date(person.born.year + _RETIRING_AGE, person.born.month, 1), end)
            held = Tenure(unit, person, rule.post, grid, started, leaves if leaves <= scenario.as_of else None)
            tenures.append(held)
            if held.left is None or held.left == end:
                break
            started = held.left + timedelta(days=rng.randint(0, scenario.staff.vacancy_days))
        return tenures

    def _hire(self, day: date, rng: Random, fresh: bool) -> Person:
        """Invent a person; who is hired to replace somebody is mostly young."""
        scenario = self.place.scenario
        young = rng.random() < (max(0.7, scenario.staff.under_45) if fresh else scenario.staff.under_45)
        judged = max(day, scenario.starts_on)
        age_days = rng.randint(24 * 365, 43 * 365) if young else rng.randint(46 * 365, 57 * 365)
        born = judged - timedelta(days=age_days)
        first = f"{990000 + scenario.region}{born:%Y%m%d}"
        self._serials[first] = self._serials.get(first, rng.randint(100, 400)) + 1
        return self._named(f"{first}{self._serials[first]:03d}", born, rng)

    def invent(self, rng: Random, day: date) -> Person:
        """Invent a person who is on no roster: their numbers' serials are above those of people who are hired."""
        born = day - timedelta(days=rng.randint(30 * 365, 62 * 365))
        return self._named(f"{990000 + self.place.scenario.region}{born:%Y%m%d}{rng.randint(700, 999)}", born, rng)

    def _named(self, first_17: str, born: date, rng: Random) -> Person:
        name = rng.choice(self._surnames) + rng.choice(self._given) + self._mark
        return Person(name, first_17 + check_digit(first_17), born)


_COLUMNS = ("unit", "as_on", "person_id", "name", "staff_no", "born_on", "post", "grid_no", "started_on")


def rosters(place: Place, tenures: list[Tenure]) -> Table:
    """Return a row for each worker and roster day; a new unit takes its first roster on its first day."""
    days = set(place.scenario.ends("quarter"))
    opened = {unit.code: unit.valid_from for unit in place.units if unit.valid_from > place.scenario.starts_on}
    rows: list[Row] = []
    for tenure in tenures:
        code, person = tenure.unit.code, tenure.person
        grid = f"{tenure.unit.abbr}-{tenure.grid:02d}" if tenure.grid else None
        for day in sorted(days | {opened[code]} if code in opened else days):
            if tenure.holds(day):
                values = (code, day, person.person_id, person.name, tenure.staff_no, person.born, tenure.post, grid)
                rows.append((day, (*values, tenure.started)))
    return Table("workers", _COLUMNS, sorted(rows, key=lambda row: row[0]))
