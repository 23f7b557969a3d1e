"""Grid workers' weeks, each counted on its Thursday.

Belongs here: what is due and done every week. Does not belong here: months and households (rounds.py).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from counts import Flow
from facts import Contributions, Facts, Written, thursday

WEEK = dt.timedelta(days=7)


def written(facts: Facts) -> Written:
    """The measures of this theme."""
    return {
        "grid_worker_weeks": lambda: (Flow(unit, on) for unit, _, on in _due(facts)),
        "worker_weeks_visiting": lambda: _visiting(facts),
    }


def _due(facts: Facts) -> Iterator[tuple[str, str, dt.date]]:
    """Unit, worker and Thursday on which the worker served a grid."""
    for unit, listed in facts.rosters.items():
        for row, since, until in listed:
            if row["grid_no"] is not None:
                on = thursday(since) if thursday(since) >= since else thursday(since) + WEEK
                while on < until and on <= facts.tree.as_of[unit]:
                    yield unit, row["person_id"], on
                    on += WEEK


def _visiting(facts: Facts) -> Contributions:
    """Worker-weeks due in which the worker, known by the badge of the day, called on somebody."""
    badges: dict[tuple[str, str], list[tuple[str, dt.date, dt.date]]] = {}
    for unit, listed in facts.rosters.items():
        for row, since, until in listed:
            badges.setdefault((unit, row["staff_no"]), []).append((row["person_id"], since, until))
    due = Counter(_due(facts))
    met = set()
    for row in facts.rows("visits"):
        on = row["visited_on"]
        held = [who for who, since, until in badges.get((row["unit"], row["staff_no"]), ()) if since <= on < until]
        if len(held) == 1:
            met.add((row["unit"], held[0], thursday(on)))
    return (Flow(unit, on, due[unit, who, on]) for unit, who, on in met if (unit, who, on) in due)
