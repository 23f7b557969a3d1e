"""Workers, what they are paid, and the households they call on.

Belongs here: measures of rosters, pay, households and visits. Does not belong here: how they add up (counts.py).
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from counts import Flow, Seen, Stock
from lists import Contributions, Lists, Written, month_ends
from records import Row

STATION = {"station_worker", "grid_worker", "station_head", "deputy_head"}


def measures(lists: Lists) -> dict[str, Written]:
    """Every measure of this theme."""
    return {
        "workers": Written(lambda: _workers(lists)),
        "workers_under_45": Written(lambda: _workers(lists, young=True)),
        "workers_certified": Written(lambda: _workers(lists, certified=True)),
        "workers_under_45_certified": Written(lambda: _workers(lists, young=True, certified=True)),
        "station_staff": Written(lambda: _workers(lists, posts=STATION)),
        "committee_directors": Written(lambda: _workers(lists, posts={"director", "vice_director"})),
        "grid_worker_months": Written(lambda: _grid_worker_months(lists)),
        "worker_months_80": Written(lambda: _worker_months(lists), 80),
        "visits": Written(lambda: (Flow(row["unit"], row["visited_on"]) for row in lists.rows("visits"))),
        "households_visited": Written(
            lambda: (
                Seen(row["unit"], row["visited_on"], (row["unit"], row["household_no"])) for row in lists.rows("visits")
            )
        ),
        "key_households_visited_3": Written(lambda: _key_visits(lists), 3),
        "households_registered": Written(lambda: lists.listed("households")),
        "key_households": Written(lambda: lists.listed("households", lambda row: row["key_group"] is not None)),
        "households": Written(lambda: lists.listed("population", "households")),
        "residents": Written(lambda: lists.listed("population", "residents")),
        "urban_residents": Written(lambda: lists.listed("population", "urban_residents")),
        "pay_total": Written(lambda: _pay(lists, lambda row: row["annual_pay"])),
        "paid_worker_years": Written(lambda: _pay(lists, lambda row: Decimal(row["months"]) / 12)),
    }


def _workers(
    lists: Lists, *, young: bool = False, certified: bool = False, posts: set[str] | None = None
) -> Contributions:
    since_when: dict[str, dt.date] = {}
    for row in lists.rows("credentials"):
        known = since_when.get(row["person_id"], dt.date.max)
        since_when[row["person_id"]] = min(known, row["obtained_on"])
    for row, since, until in lists.spells("workers"):
        if posts is not None and row["post"] not in posts:
            continue
        first, last = since, until or dt.date.max
        if young:
            born = row["born_on"]
            last = min(last, dt.date(born.year + 45, born.month, 1))
        if certified:
            first = max(first, since_when.get(row["person_id"], dt.date.max))
        if first < last:
            yield Stock(row["unit"], first, None if last == dt.date.max else last)


def _grid_worker_months(lists: Lists) -> Contributions:
    for unit, listed in lists.rosters.items():
        for row, since, until in listed:
            if row["grid_no"] is not None:
                for last in month_ends(since, min(until, lists.tree.as_of[unit] + dt.timedelta(days=1))):
                    yield Flow(unit, last)


def _key_visits(lists: Lists) -> Contributions:
    registers: dict[tuple[str, str], list[tuple[dt.date, dt.date, bool]]] = defaultdict(list)
    for row, since, until in lists.spells("households"):
        key = (row["unit"], row["household_no"])
        registers[key].append((since, until or dt.date.max, row["key_group"] is not None))
    for row in lists.rows("visits"):
        key = (row["unit"], row["household_no"])
        if any(since <= row["visited_on"] < until and marked for since, until, marked in registers[key]):
            yield Seen(row["unit"], row["visited_on"], key)


def _worker_months(lists: Lists) -> Contributions:
    """A grid worker's month: 80 different households of the unit in it."""
    badges: dict[tuple[str, str], list[tuple[Row, dt.date, dt.date]]] = defaultdict(list)
    due: Counter[tuple[str, str, dt.date]] = Counter()
    for unit, listed in lists.rosters.items():
        for row, since, until in listed:
            badges[unit, row["staff_no"]].append((row, since, until))
            if row["grid_no"] is not None:
                for last in month_ends(since, min(until, lists.tree.as_of[unit] + dt.timedelta(days=1))):
                    due[unit, row["person_id"], last] += 1
    seen: set[tuple[str, str, dt.date, str]] = set()
    for row in sorted(lists.rows("visits"), key=lambda row: row["visited_on"]):
        on = row["visited_on"]
        holders = [held for held, since, until in badges[row["unit"], row["staff_no"]] if since <= on < until]
        last = on.replace(day=monthrange(on.year, on.month)[1])
        if len(holders) != 1 or (row["unit"], holders[0]["person_id"], last) not in due:
            continue
        called = (row["unit"], holders[0]["person_id"], last, row["household_no"])
        if called not in seen:
            seen.add(called)
            yield Seen(row["unit"], on, called[1:3])


def _pay(lists: Lists, amount: Callable[[Row], Any]) -> Contributions:
    for row in lists.rows("pay"):
        yield Flow(row["unit"], dt.date(row["year"], 12, 31), amount(row) or 0)
