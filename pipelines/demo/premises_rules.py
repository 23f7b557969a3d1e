"""What the demo is told of bodies, rooms, compounds and titles: the section `premises` of seeds/demo/scenarios/*.yml.

Belongs here: the models of that section, and drawing by them.
Does not belong here: making rows (bodies.py, premises.py, compounds.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from pydantic import BaseModel, ConfigDict

Span = tuple[date, date]
Between = tuple[float, float]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class UnitRule(_Strict):
    """Which units it is about: all of the levels (and urban or rural), or only those named; never those left out."""

    levels: tuple[str, ...] = ("community", "village")
    scope: str | None = None
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


class ThingRule(UnitRule):
    """Bodies or functions that a share of the units has in the end, each since some day of the span."""

    items: tuple[str, ...]
    share: float = 1
    since: Span
    responsible: str | None = None
    area: Between | None = None


class FacilityRule(UnitRule):
    """Facilities of a kind: size, and which share of them is managed, used, charged and came about in which way.

    `enlarged` is what a small one gains when it is put right within the span `remedied`, a share `remedies` of them.
    """

    kind: str
    count: tuple[int, int] = (1, 1)
    area: Between
    since: Span
    manager: dict[str, float] = {}
    right_of_use: dict[str, float] = {}
    commercial_use: dict[str, float] = {}
    tariff: dict[str, float] = {}
    obtained_by: dict[str, float] = {}
    defect: dict[str, float] = {}
    remedies: float = 0
    remedied: Span | None = None
    enlarged: Between = (0, 0)


class Dated(_Strict):
    """A share of the compounds has it in the end, each since some day of the span."""

    share: float
    since: Span


class CompoundRules(_Strict):
    """How a unit's households live: compounds of about a size, their kinds, how full new ones are and how they fill.

    `early` is the chance that a new compound is organised before it is half full, `prompt` after.
    """

    size: int
    kinds: dict[str, float]
    rural_kinds: dict[str, float] = {}
    standalone: float = 0.3
    filled: Between = (0.2, 0.6)
    filling: float = 0.12
    early: float = 0.7
    prompt: float = 0.8
    registered: Between = (0.6, 0.9)
    minutes: tuple[int, int] = (3, 18)
    owners_committee: Dated | None = None
    council: Dated | None = None
    four_party: Dated | None = None
    linked: Dated | None = None


class TitleRule(UnitRule):
    """A title that a share of the units is granted, in equal parts at each of the days."""

    title: str
    share: float
    days: tuple[date, ...]


class Premises(_Strict):
    """Days on which the lists are taken, and what stands on them."""

    days: tuple[date, ...]
    bodies: tuple[ThingRule, ...]
    functions: tuple[ThingRule, ...] = ()
    facilities: tuple[FacilityRule, ...]
    compounds: CompoundRules
    titles: tuple[TitleRule, ...] = ()


def day_within(span: Span, rng: Random) -> date:
    """Return a day of a span."""
    return span[0] + timedelta(days=rng.randint(0, (span[1] - span[0]).days))


def one_of(shares: Mapping[str, float], rng: Random) -> str | None:
    """Return one of the names by their shares; none where the shares leave room."""
    moment = rng.random()
    for name, share in shares.items():
        moment -= share
        if moment < 0:
            return name
    return None
