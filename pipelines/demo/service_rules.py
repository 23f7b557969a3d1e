"""What the demo is told of services: cases, service items, data feeds, meetings, demands of departments.

Belongs here: the model of `services` in seeds/demo/scenarios/*.yml and of seeds/demo/service_items.yml.
Does not belong here: drawing rows from it (cases.py, service_items.py, gatherings.py).
"""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Share(_Strict):
    """A share that moves evenly from the scenario's start to its as-of date."""

    start: float
    end: float

    def at(self, part: float) -> float:
        """Return the share when a part of the time has gone by."""
        return self.start + (self.end - self.start) * part


class CaseRules(_Strict):
    """Cases a unit and half-year at the start, how many more a year, how often each kind, how often a duty is kept.

    `deliberated` fixes how many disputes below a unit were settled by deliberation in the as-of date's year.
    """

    half_yearly: tuple[int, int]
    growth: float = 0
    kinds: dict[str, int]
    kept: Share
    raised_by_residents: Share = Share(start=0.3, end=0.3)
    deliberated: dict[str, int] = {}


class Hall(_Strict):
    """Windows of one unit's own hall by year; every window has an item."""

    unit: str
    windows: dict[int, int]


class ItemRules(_Strict):
    """Domains whose items communities list and how many of each; the share of items for which each column is so.

    `listed` among these is the share of a unit's domains that are on its list at all.
    """

    domains: tuple[str, ...]
    each: int
    windows: int
    hours: Share
    kept: dict[str, Share]
    hall: Hall | None = None


class FeedRule(_Strict):
    """Feeds of one kind that go live one after another, of one unit or of every community and village.

    `entered` is the share of the records there should be; without it no records are counted.
    """

    kind: str
    feeds: tuple[str, ...]
    unit: str | None = None
    first: date
    every: int
    entered: Share | None = None


class MeetingRule(_Strict):
    """Meetings of one kind in some months or on given days, of one unit or of every community and village."""

    kind: str
    months: tuple[int, ...] = ()
    on: tuple[date, ...] = ()
    unit: str | None = None
    held: Share = Share(start=1, end=1)
    seats: tuple[int, int] = (9, 16)


class DemandRule(_Strict):
    """Demands of one kind on one unit, or on every community and village, a year."""

    kind: str
    yearly: dict[int, int]
    unit: str | None = None
    departments: tuple[str, ...]


class Services(_Strict):
    """All of a jurisdiction; what is left out is not collected there."""

    cases: CaseRules | None = None
    items: ItemRules | None = None
    feeds: tuple[FeedRule, ...] = ()
    meetings: tuple[MeetingRule, ...] = ()
    demands: tuple[DemandRule, ...] = ()


class Domain(_Strict):
    """The items of one domain, and the department they belong to."""

    prefix: str
    department: str
    items: tuple[str, ...]
