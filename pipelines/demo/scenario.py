"""What the demo is told: the model of seeds/demo/scenarios/*.yml, one file a jurisdiction.

Belongs here: the parameters of a jurisdiction. Does not belong here: its units (place.py), anything drawn or written.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pipelines.demo.people_rules import People
from pipelines.demo.plan import DeliveryRule, Late, PeriodType, Silence, period_end
from pipelines.demo.premises_rules import Premises
from pipelines.demo.register_rules import Cooperation, Curve
from pipelines.demo.service_rules import Services


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Range(_Strict):
    """A value is drawn evenly from low to high, once a unit."""

    low: float
    high: float


class Growth(_Strict):
    """Change a year of households and residents, and how far a unit strays from it."""

    households: float = 0
    residents: float = 0
    noise: float = 0


class PostRule(_Strict):
    """How many hold a post in a unit, a count or one a number of households, from when until when.

    Those whose posts close on a day are the first to fill posts that open later in the list.
    """

    post: str
    count: int = 1
    per_households: int | None = None
    less: int = 0
    types: tuple[str, ...] = ("community", "village")
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    since: date = date.min
    until: date = date.max


class Staff(_Strict):
    """Who works: posts, how many leave a year, how many are under 45, how long a post stays empty."""

    posts: tuple[PostRule, ...]
    leaving: float
    under_45: float
    vacancy_days: int


class Certificates(_Strict):
    """Share of a group that holds a certificate after each year's exam; `others` is the chance outside the group."""

    group: Literal["under_45", "all"]
    granted: str
    shares: dict[int, float]
    others: float = 0


class Pay(_Strict):
    """Annual pay as a multiple of a benchmark, of the year before or of the same year."""

    benchmark: str
    lag: int
    level: Range


class Party(_Strict):
    """Share of those expected who attend, and share of weeks without the committee's meeting, over time."""

    attendance: Curve
    weekly_missed: Curve
    before_reform: float = 1


class Visits(_Strict):
    """Calls a grid worker makes a month, the chance that a key household is called on in a month, over time.

    Some workers are slow (seven tenths of the calls), some keen (more than twice as many).
    """

    since: date
    load: Curve
    key_chance: Curve
    slow_workers: float = 0
    keen_workers: float = 0


class Registers(_Strict):
    """Days of the household registers, households a grid, share of key households."""

    days: tuple[date, ...]
    grid: int
    key_share: Range


class Budget(_Strict):
    """Yuan a year of one category; `short` is the part of it that a unit gets where not all."""

    category: str
    source: str
    per: Literal["household", "unit", "point", "urban_resident"]
    yuan: float
    unit: str | None = None
    since: int = 0
    short: dict[str, float] = {}
    years: dict[int, float] = {}


class Booking(_Strict):
    """One booking told in full."""

    unit: str
    day: date
    stage: str
    category: str
    source: str
    yuan: float


class Funding(_Strict):
    """Budgets, the part of them that is allocated, the part of that which is spent; bookings told one by one."""

    budgets: tuple[Budget, ...]
    bookings: tuple[Booking, ...] = ()
    allocated: Range
    spent: Range


class Network(_Strict):
    """How much of the planned points stands at the end, by urban and rural, and when stations opened.

    Shares tell how many stations have a social worker, how many points an instructor, how many leaders are trained.
    """

    built_urban: float
    built_rural: float
    stations: dict[str, date]
    unfunded_stations: tuple[str, ...]
    center: date
    invested: dict[str, int]
    social_workers: float
    instructed: float
    led_by: dict[str, float]
    venues: dict[str, float]
    trained: float
    annexes_received: datetime


class FollowUp(_Strict):
    """What was said of one gap on one day."""

    unit: str
    clause: str
    day: date
    state: str
    promised_on: date | None = None
    assigned_to: str | None = None
    remark: str | None = None


class Scenario(_Strict):
    """One jurisdiction of the demo; `region` ends the prefix 9900xx of its people's identity numbers.

    Units send no file in their `silences`; where they have `nothing_to_report` they send a zero report.
    """

    root: str
    units: str
    region: int = Field(ge=0, le=99)
    starts_on: date
    as_of: date
    anchor: date
    reform_on: date | None = None
    growth: Growth
    staff: Staff
    certificates: Certificates
    pay: Pay
    economy: dict[str, dict[int, int | float]]
    party: Party
    visits: Visits
    registers: Registers
    funding: Funding
    network: Network | None = None
    cooperation: Cooperation = Cooperation()
    people: People = People()
    services: Services = Services()
    premises: Premises
    follow_ups: tuple[FollowUp, ...] = ()
    fitted: tuple[str, ...] = ()
    deliveries: tuple[DeliveryRule, ...]
    late: tuple[Late, ...] = ()
    silences: tuple[Silence, ...] = ()
    nothing_to_report: tuple[Silence, ...] = ()

    def rng(self, *about: object) -> Random:
        """Return the random numbers of one subject: the same on every run, whatever else is drawn."""
        return Random("|".join(map(str, (self.root, *about))))

    def ends(self, period: PeriodType) -> list[date]:
        """Return the last days of all periods up to the as-of date, that before the start included."""
        days = [self.starts_on - timedelta(days=1)]
        while (following := period_end(period, days[-1] + timedelta(days=1))) <= self.as_of:
            days.append(following)
        return days

    def months(self, since: date | None = None) -> Iterator[date]:
        """Yield the first day of each month from the start, or from a later day, to the as-of date."""
        day = max(self.starts_on, since or self.starts_on).replace(day=1)
        while day <= self.as_of:
            yield day
            day = date(day.year + day.month // 12, day.month % 12 + 1, 1)


def on_curve(curve: Curve, day: date) -> float:
    """Return the value of a curve on a day: straight between its points, flat outside them."""
    if day <= curve[0][0]:
        return curve[0][1]
    for (start, low), (end, high) in pairwise(curve):
        if day <= end:
            return low + (high - low) * (day - start).days / (end - start).days
    return curve[-1][1]
