"""What the demo is told of organisations, projects, activities, gifts and planning cases: rules and single entries.

Belongs here: the models of these sections of seeds/demo/scenarios/*.yml, and what the generators share.
Does not belong here: making rows (organisations.py, projects.py, activities.py, donations.py, planning.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from pydantic import BaseModel, ConfigDict

Curve = tuple[tuple[date, float], ...]
Between = tuple[int, int]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Strict):
    """Entries of one kind: in which units (all of the levels, or only those named), drawn within which days."""

    kind: str
    levels: tuple[str, ...] = ("community", "village")
    only: tuple[str, ...] = ()
    since: date = date.min
    until: date = date.max
    count: Between = (1, 1)


class OrganisationRule(Rule):
    """Organisations of a class: how many a unit has at the end (all together `total`), founded since when.

    Shares tell how many have signed a pledge by the end, are appraised each December, are led by whom.
    """

    total: int | None = None
    members: Between | None = None
    led_by: dict[str, float] = {}
    pledged: float = 0
    appraised: float = 0
    operates: str | None = None


class ProjectRule(Rule):
    """Projects of a class begun each year in each unit: whose money, how it is put in, for whom.

    Of those with money, `contracted` have a contract; `evaluated` is the share of settled ones evaluated before.
    """

    sources: dict[str, float] = {}
    ways: dict[str, Curve] = {}
    targets: dict[str, float] = {}
    amount: Between | None = None
    funded: Curve = ((date.min, 1.0),)
    contracted: float = 0
    evaluated: Curve = ()
    months: Between | None = None


class ListedProject(_Strict):
    """One project or matter told in full."""

    unit: str
    kind: str
    started_on: date
    target_group: str | None = None
    source: str | None = None
    way: str | None = None
    amount: int | None = None
    contract_on: date | None = None
    evaluated_on: date | None = None
    paid_on: date | None = None
    ended_on: date | None = None


class ActivityRule(Rule):
    """Activities of a kind held each year in each unit, how many of them with a resident unit."""

    fields: dict[str, float] = {}
    targets: dict[str, float] = {}
    co_hosted: float = 0
    participants: Between | None = None
    hours: Between | None = None
    feedback: Curve = ()


class DonationRule(Rule):
    """Gifts for a purpose, so many a year and unit; `total` is what those of the whole span add up to."""

    donors: dict[str, float]
    amount: Between
    total: int | None = None


class PlanningRule(Rule):
    """Building projects filed each year, and the shares of them that are as they should be."""

    compliant: float
    approved_all_the_same: float = 0
    consulted: Curve
    signed: float = 0


class ListedPlan(_Strict):
    """A plan, and whether it includes community facilities."""

    unit: str
    kind: str
    filed_on: date
    compliant: bool


class Cooperation(_Strict):
    """Organisations, projects, activities, gifts and planning cases of one jurisdiction."""

    organisations: tuple[OrganisationRule, ...] = ()
    projects: tuple[ProjectRule, ...] = ()
    listed_projects: tuple[ListedProject, ...] = ()
    activities: tuple[ActivityRule, ...] = ()
    donations: tuple[DonationRule, ...] = ()
    planning: tuple[PlanningRule, ...] = ()
    plans: tuple[ListedPlan, ...] = ()


def drawn(rng: Random, weights: Mapping[str, float]) -> str | None:
    """Return one of the keys by weight, None where there are none."""
    return rng.choices([*weights], [*weights.values()])[0] if weights else None


def drawn_day(rng: Random, first: date, last: date) -> date:
    """Return a day from first to last."""
    return first + timedelta(days=rng.randint(0, max(0, (last - first).days)))
