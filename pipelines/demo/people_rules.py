"""What the demo is told about people beside the roster: posts, grids, trainings, elections, appraisals, parts of pay.

Belongs here: the models of those sections of seeds/demo/scenarios/*.yml.
Does not belong here: drawing rows from them (posts.py, post_groups.py, grids.py, careers.py, hearings.py).
"""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from pipelines.demo.register_rules import Curve

ALWAYS: Curve = ((date.min, 1.0),)
NEVER: Curve = ((date.min, 0.0),)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Group(_Strict):
    """Posts of one role that a unit lists by number, or one by one for each of its `scopes`.

    How many are meant: `fixed` for a unit, else one for so many households. `present`: share of the units (or scopes)
    that list it, `filled`: share of the posts that is filled, `paid`: share that gets the subsidy, `also`: the office
    held beside it, by share; all over time.
    """

    role: str
    types: tuple[str, ...] = ("community", "village")
    only: tuple[str, ...] = ()
    fixed: dict[str, int] = {}
    per_households: int = 0
    scopes: tuple[str, ...] = ()
    members: int = 1
    present: Curve = ALWAYS
    filled: Curve = ALWAYS
    paid: Curve = NEVER
    subsidy: int = 0
    also: str | None = None
    also_share: Curve = ALWAYS


class Members(_Strict):
    """Elected members of residents' committees beside director and vice directors.

    `count` bounds how many, `rotating` is the share that takes turns in the office, `branch` the share that also sits
    in a branch committee; `subsidies` are yuan a month by duty, `right` the share of them paid at that rate. One member
    of each unit in `station_workers` is a worker of the station above and, until `stopped`, wrongly paid.
    """

    count: tuple[int, int]
    rotating: Curve
    branch: Curve
    subsidies: dict[str, int]
    right: Curve
    station_workers: tuple[str, ...] = ()
    stopped: date = date.min


class Posts(_Strict):
    """How those on the roster came to their posts and what else they hold; shares over time.

    `graduates` goes by the day of hiring; all others' origin is drawn from `backgrounds`. `one_person`: units where
    one person is secretary and director (below a station: secretary and head). `grades`: rank by role, but for the
    units in `ungraded`. `hall`: the most who stay in the service hall, two the least. `seats`: delegates and model
    workers among them, `informants`: workers who are information officers.
    """

    since: date = date.min
    competition: Curve = NEVER
    two_way: Curve = NEVER
    open_hires: Curve = NEVER
    graduates: Curve = NEVER
    backgrounds: dict[str, float] = {"other": 1.0}
    moved_in: tuple[str, ...] = ()
    full_time: Curve = ALWAYS
    hall: Curve | None = None
    grades: dict[str, str] = {}
    ungraded: dict[str, tuple[str, ...]] = {}
    one_person: Curve = NEVER
    seats: Curve = NEVER
    informants: Curve = NEVER
    members: Members | None = None
    groups: tuple[Group, ...] = ()


class Grids(_Strict):
    """Lists of grids since a day: share of the grids drawn so far, of those with a director and with a guide."""

    since: date = date.min
    drawn: Curve = ALWAYS
    directors: Curve = NEVER
    guides: Curve = NEVER


class Training(_Strict):
    """Trainings of one kind in each half-year from a day on: how many, hours, the share that takes part and passes."""

    kind: str
    since: date = date.min
    times: int = 1
    hours: int
    share: Curve
    passed: Curve | None = None


class Election(_Strict):
    """Elections or selections of one kind on some days, for each unit of the types.

    Of the seats, `reserved` are set aside for community workers and `from_community` are won by them. A committee's
    term ends after `years`; `method` is drawn by the share of direct elections on the day. `held` is the share of units
    that hold it.
    """

    kind: str
    days: tuple[date, ...]
    types: tuple[str, ...] = ("community", "village")
    seats: int
    reserved: Curve = NEVER
    from_community: Curve = NEVER
    method: str | None = None
    direct: Curve | None = None
    years: int | None = None
    held: Curve = ALWAYS


class Appraisal(_Strict):
    """Yearly appraisals of one kind of subject: how many in a unit (staff: all who hold one of `roles`), how far held.

    `outcomes` are the shares of what followed; the score moves along its curve.
    """

    subject: str
    roles: tuple[str, ...] = ()
    count: int = 0
    types: tuple[str, ...] = ("community", "village")
    appraiser: str
    held: Curve = ALWAYS
    score: Curve
    respondents: tuple[int, int] = (24, 60)
    weight: Curve | None = None
    outcomes: dict[str, float] = {}


class PayParts(_Strict):
    """What pay is made of, as shares of the year's pay, and benefits beside it; shares of workers over time."""

    basic: Curve = NEVER
    projects: Curve = NEVER
    appraised: Curve = NEVER
    allowance: int = 0
    allowed: Curve = NEVER
    insured: Curve | None = None
    fund: dict[str, date] = {}
    welfare: Curve | None = None


class PartyParts(_Strict):
    """Share of the members in the party group of a building; party organisations under a community's committee."""

    grouped: Curve
    affiliated: dict[str, int] = {}
    affiliated_since: date = date.min


class People(_Strict):
    """Everything about people that is told beside the roster."""

    posts: Posts | None = None
    grids: Grids | None = None
    trainings: tuple[Training, ...] = ()
    elections: tuple[Election, ...] = ()
    appraisals: tuple[Appraisal, ...] = ()
    pay: PayParts | None = None
    party: PartyParts | None = None
