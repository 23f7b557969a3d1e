"""Posts that a list only counts: leaders of groups and buildings, representatives, owners' committees, windows.

Belongs here: how many of a role a unit lists on a day. Does not belong here: posts with a named holder (posts.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pipelines.demo.people_rules import Group
from pipelines.demo.place import Place, Unit
from pipelines.demo.places import households_on
from pipelines.demo.scenario import on_curve


def counted(place: Place, group: Group, unit: Unit, day: date) -> Iterator[dict[str, Any]]:
    """Yield what sets the lines of one group apart: how many, for which scope, what they get."""
    if (group.only and unit.code not in group.only) or (not group.only and unit.unit_type not in group.types):
        return
    rng = place.scenario.rng("post group", group.role, unit.code)
    if group.scopes:
        yield from _by_scope(group, rng.sample(group.scopes, len(group.scopes)), [rng.random() for _ in range(40)], day)
        return
    meant = group.fixed.get(unit.code, 0)
    if not meant and group.per_households:
        meant = max(1, round(households_on(place, unit, place.scenario.anchor) / group.per_households))
    if not meant or rng.random() >= on_curve(group.present, day):
        return
    share = on_curve(group.filled, day)
    holders = min(meant, round(meant * (share if share == 1 else share * rng.uniform(0.85, 1.15))))
    also = group.also if rng.random() < on_curve(group.also_share, day) else None
    paid = min(holders, round(holders * on_curve(group.paid, day))) if group.subsidy else holders
    common = {"role": group.role, "also": also, "employment": "volunteer"}
    yield {"established": meant - (holders - paid), "holders": paid, "subsidy": group.subsidy or None, **common}
    if holders > paid:
        yield {"established": holders - paid, "holders": holders - paid, "subsidy": 0, **common}


def _by_scope(group: Group, scopes: list[str], draws: list[float], day: date) -> Iterator[dict[str, Any]]:
    for order, scope in enumerate(scopes):
        present, filled, also = draws[3 * order : 3 * order + 3]
        if present < on_curve(group.present, day):
            yield {
                "role": group.role,
                "established": group.members,
                "holders": group.members if filled < on_curve(group.filled, day) else 0,
                "scope": scope,
                "also": group.also if also < on_curve(group.also_share, day) else None,
            }
