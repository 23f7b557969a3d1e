"""Grid workers' rounds: visits, households, months.

Belongs here: what grid workers do. Does not belong here: who they are (workforce.py).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

from counts import Flow, Seen
from facts import Contributions, Facts, Written, month_end, month_ends, one
from records import Row


def written(facts: Facts) -> Written:
    """The measures of this theme."""
    return {
        "grid_worker_months": lambda: _grid_worker_months(facts),
        "visits": facts.flow("visits", "visited_on", one()),
        "households_visited": facts.seen("visits", "visited_on", lambda row: (row["unit"], row["household_no"])),
        "key_households_visited": lambda: _key_visits(facts),
        "key_households_visited_3": lambda: _key_visits(facts),
        "worker_months_80": lambda: _worker_months(facts),
    }


def _grid_worker_months(facts: Facts) -> Contributions:
    for unit, listed in facts.rosters.items():
        for row, since, until in listed:
            if row["grid_no"] is not None:
                for last in month_ends(since, min(until, facts.tree.as_of[unit] + dt.timedelta(days=1))):
                    yield Flow(unit, last)


def _key_visits(facts: Facts) -> Contributions:
    registers: dict[tuple[str, str], list[tuple[dt.date, dt.date, bool]]] = defaultdict(list)
    for row, since, until in facts.spells("households"):
        key = (row["unit"], row["household_no"])
        registers[key].append((since, until or dt.date.max, row["key_group"] is not None))
    for row in facts.rows("visits"):
        key = (row["unit"], row["household_no"])
        if any(since <= row["visited_on"] < until and marked for since, until, marked in registers[key]):
            yield Seen(row["unit"], row["visited_on"], key)


def _worker_months(facts: Facts) -> Contributions:
    """A grid worker's month: 80 different households of the unit in it."""
    badges: dict[tuple[str, str], list[tuple[Row, dt.date, dt.date]]] = defaultdict(list)
    due: Counter[tuple[str, str, dt.date]] = Counter()
    for unit, listed in facts.rosters.items():
        for row, since, until in listed:
            badges[unit, row["staff_no"]].append((row, since, until))
            if row["grid_no"] is not None:
                for last in month_ends(since, min(until, facts.tree.as_of[unit] + dt.timedelta(days=1))):
                    due[unit, row["person_id"], last] += 1
    seen: set[tuple[str, str, dt.date, str]] = set()
    for row in sorted(facts.rows("visits"), key=lambda row: row["visited_on"]):
        on = row["visited_on"]
        holders = [held for held, since, until in badges[row["unit"], row["staff_no"]] if since <= on < until]
        last = month_end(on)
        if len(holders) != 1 or (row["unit"], holders[0]["person_id"], last) not in due:
            continue
        called = (row["unit"], holders[0]["person_id"], last, row["household_no"])
        if called not in seen:
            seen.add(called)
            yield Seen(row["unit"], on, called[1:3])
