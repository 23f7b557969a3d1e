"""The half-yearly lists of posts: who holds what, how they came to it, what else they hold.

Belongs here: posts held by one person each, vacancies among them, members of residents' committees.
Does not belong here: the roster (staff.py), posts that are only counted (post_groups.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from pipelines.demo.people_rules import Members, Posts
from pipelines.demo.place import Place, Unit
from pipelines.demo.post_groups import counted
from pipelines.demo.scenario import on_curve
from pipelines.demo.staff import Person, Staffing, Tenure
from pipelines.demo.tables import Row, Table, Value

COLUMNS = (
    "unit", "as_on", "post_no", "role", "established", "holders", "person_id", "name", "scope", "since", "channel",
    "background", "employment", "duty", "grade", "also", "subsidy",
)  # fmt: skip
_ELECTED = ("director", "vice_director", "committee_member")
_SEATS = ("party_delegate", "peoples_delegate", "cppcc_member", "model_worker")
_LEADERS = ("secretary", "director", "vice_director", "station_head", "deputy_head")


@dataclass(frozen=True)
class Post:
    """One line of a list; the fields are the columns behind unit and day."""

    post_no: str
    role: str
    established: int | None = 1
    holders: int = 1
    person_id: str | None = None
    name: str | None = None
    scope: str | None = None
    since: date | None = None
    channel: str | None = None
    background: str | None = None
    employment: str | None = None
    duty: str | None = None
    grade: str | None = None
    also: str | None = None
    subsidy: int | None = None

    def row(self, unit: Unit, day: date) -> Row:
        """Return the line as a row of the dataset."""
        values: tuple[Value, ...] = tuple(getattr(self, column) for column in COLUMNS[2:])
        return day, (unit.code, day, *values)


def posts(place: Place, tenures: list[Tenure]) -> Table:
    """Return the lists of every half-year's end."""
    rules = place.scenario.people.posts
    rows: list[Row] = []
    if rules:
        lists = _Lists(place, rules, tenures)
        for day in place.scenario.ends("half_year"):
            if day >= max(rules.since, place.scenario.starts_on):
                for unit in place.units:
                    if unit.stands(day):
                        rows += [post.row(unit, day) for post in lists.of(unit, day)]
    return Table("posts", COLUMNS, rows)


class _Lists:
    """What a place's lists hold."""

    def __init__(self, place: Place, rules: Posts, tenures: list[Tenure]) -> None:
        self.place, self.rules = place, rules
        self.staff: dict[str, list[Tenure]] = {}
        for tenure in tenures:
            self.staff.setdefault(tenure.unit.code, []).append(tenure)
        self.staffing = Staffing(place)

    def of(self, unit: Unit, day: date) -> Iterator[Post]:
        """Yield the lines of one unit's list."""
        held = [tenure for tenure in self.staff.get(unit.code, []) if tenure.holds(day)]
        lines = [self._held(tenure, day) for tenure in held]
        yield from self._as_one_person(unit, day, self._in_hall(unit, day, lines))
        yield from self._vacant(unit, day, held)
        if self.rules.members and unit.is_base:
            yield from self._members(self.rules.members, unit, day, sum(line.role in _ELECTED for line in lines))
        for number, group in enumerate(self.rules.groups):
            for order, line in enumerate(counted(self.place, group, unit, day), start=1):
                yield Post(f"{unit.abbr}-G{number + 1}{order:02d}", **line)

    def _held(self, tenure: Tenure, day: date) -> Post:
        person, role = tenure.person, tenure.post
        rng = self.place.scenario.rng("post", person.person_id)
        way, whence, seat = rng.random(), rng.random(), rng.random()
        background = "graduate"
        if role in self.rules.moved_in:
            background = "street_staff"
        elif whence >= on_curve(self.rules.graduates, tenure.started):
            background = rng.choices([*self.rules.backgrounds], [*self.rules.backgrounds.values()])[0]
        full_time = role != "secretary" or rng.random() < on_curve(self.rules.full_time, day)
        return Post(
            tenure.staff_no,
            role,
            person_id=person.person_id,
            name=person.name,
            since=tenure.started,
            channel=self._channel(role, background, way, tenure.started, day),
            background=background,
            employment="full_time" if full_time else "part_time",
            grade=None if tenure.unit.code in self.rules.ungraded.get(role, ()) else self.rules.grades.get(role),
            also=self._also(role, seat, day),
        )

    def _also(self, role: str, draw: float, day: date) -> str | None:
        if draw < on_curve(self.rules.seats, day):
            return _SEATS[round(draw * 1e6) % 4]
        informs = role not in _LEADERS and draw < on_curve(self.rules.informants, day)
        return "info_officer" if informs else None

    def _channel(self, role: str, background: str, way: float, started: date, day: date) -> str:
        if background in ("street_staff", "village_cadre"):
            return "transferred"
        if role == "secretary":
            return "competition" if way < on_curve(self.rules.competition, day) else "appointed"
        if role in _ELECTED:
            return "elected"
        if way < on_curve(self.rules.two_way, day):
            return "two_way"
        return "open_recruitment" if way < on_curve(self.rules.open_hires, started) else "appointed"

    def _in_hall(self, unit: Unit, day: date, lines: list[Post]) -> list[Post]:
        """Leave two or more of the workers in the service hall."""
        if self.rules.hall is None:
            return lines
        most = max(2, round(on_curve(self.rules.hall, day)))
        stay = self.place.scenario.rng("hall", unit.code, day).randint(2, most)
        workers = [line.post_no for line in lines if line.role not in _LEADERS][:stay]
        return [replace(line, duty="hall") if line.post_no in workers else line for line in lines]

    def _as_one_person(self, unit: Unit, day: date, lines: list[Post]) -> Iterator[Post]:
        """Give a second post to one person: of secretary and director, or of secretary and head above a station."""
        chance = self.place.scenario.rng("one person", unit.code).random()
        both = chance < on_curve(self.rules.one_person, day)
        head = next((line for line in lines if line.role == "station_head"), None)
        secretary = next((line for line in lines if line.role == "secretary"), None)
        if not unit.is_base and self.rules.members:
            if not both or head is None:
                head = self._invented(unit, 0, day)
            yield replace(head, post_no=f"{unit.abbr}-S1", role="secretary", channel="appointed", grade=None)
        for line in lines:
            if both and secretary and not self.rules.members and line.role == "director":
                yield replace(secretary, post_no=f"{unit.abbr}-S2", role="director", channel="elected")
                yield replace(line, role="vice_director")
            else:
                yield line

    def _vacant(self, unit: Unit, day: date, held: list[Tenure]) -> Iterator[Post]:
        """Yield the posts of leaders that nobody holds on the day."""
        meant: Counter[str] = Counter()
        for rule in self.place.scenario.staff.posts:
            if rule.since <= day < rule.until:
                meant[rule.post] += self.staffing.slots(rule, unit)
        for role in _LEADERS:
            missing = meant[role] - sum(tenure.post == role for tenure in held)
            for number in range(1, missing + 1):
                yield Post(f"{unit.abbr}-V-{role}-{number}", role, holders=0)

    def _members(self, rules: Members, unit: Unit, day: date, leaders: int) -> Iterator[Post]:
        rng = self.place.scenario.rng("members", unit.code)
        for number in range(1, rng.randint(*rules.count) - leaders + 1):
            post = self._invented(unit, number, day)
            turns, branch, right = rng.random(), rng.random(), rng.random()
            duty = "rotating" if turns < on_curve(rules.rotating, day) else "none"
            subsidy = rules.subsidies[duty]
            if right >= on_curve(rules.right, day):
                subsidy = rules.subsidies["none" if duty == "rotating" else "rotating"]
            also = "branch_committee" if branch < on_curve(rules.branch, day) else None
            post = replace(post, duty=duty, subsidy=subsidy, also=also)
            if number == 1 and unit.code in rules.station_workers and (worker := self._worker_above(unit, day)):
                paid = subsidy if day < rules.stopped else 0
                post = replace(post, person_id=worker.person_id, name=worker.name, subsidy=paid)
            yield post

    def _worker_above(self, unit: Unit, day: date) -> Person | None:
        """Return the worker who has been longest at the station above."""
        staff = self.staff.get(unit.parent_code, [])
        workers = [held for held in staff if held.post == "station_worker" and held.holds(day)]
        return min(workers, key=lambda held: held.started).person if workers else None

    def _invented(self, unit: Unit, number: int, day: date) -> Post:
        """Return a member who is not on the roster, the same from list to list within a term of three years."""
        term = date(day.year - day.year % 3, 1, 1)
        rng = self.place.scenario.rng("member", unit.code, number, term)
        person = self.staffing.invent(rng, term)
        return Post(
            f"{unit.abbr}-M{number:02d}",
            "committee_member",
            person_id=person.person_id,
            name=person.name,
            since=term.replace(month=rng.randint(1, 12), day=rng.randint(1, 28)),
            channel="elected",
            background=rng.choices([*self.rules.backgrounds], [*self.rules.backgrounds.values()])[0],
            employment="part_time",
        )
