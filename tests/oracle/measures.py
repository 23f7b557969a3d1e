"""What each measure counts, written from the documents' facts and the forms, not from the models.

Belongs here: one entry a measure. Does not belong here: how entries add up (counts.py), how rows are read (records.py).
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

from conditions import FLOWS, LISTS
from counts import Count, Flow, Seen, Stock, Tree
from records import Records, Row

Contributions = Iterator[Flow | Stock | Seen]
PEOPLE = {"community", "village"}


class Measures:
    """Every measure by its id, counted when first asked for."""

    def __init__(self, records: Records, tree: Tree, starts_on: dict[str, dt.date]) -> None:
        self._records = records
        self._tree = tree
        self._starts_on = starts_on
        self._counted: dict[str, Count] = {}
        self._urban_rural = {
            row["code"]: row["urban_rural"] or {"community": "urban", "village": "rural"}.get(row["unit_type"])
            for row in tree.rows
        }

    def known(self, measure: str) -> bool:
        """Whether the measure is written down here."""
        return measure in self._written

    def count(self, measure: str) -> Count:
        """The measure, counted."""
        if measure not in self._counted:
            contributions, at_least = self._written[measure]
            self._counted[measure] = Count(self._tree, contributions(), at_least)
        return self._counted[measure]

    @cached_property
    def _written(self) -> dict[str, tuple[Callable[[], Contributions], float | None]]:
        plain: dict[str, Callable[[], Contributions]] = {
            "workers": lambda: self._workers(),
            "workers_under_45": lambda: self._workers(young=True),
            "workers_certified": lambda: self._workers(certified=True),
            "workers_under_45_certified": lambda: self._workers(young=True, certified=True),
            "station_staff": lambda: self._workers(
                posts={"station_worker", "grid_worker", "station_head", "deputy_head"}
            ),
            "committee_directors": lambda: self._workers(posts={"director", "vice_director"}),
            "grid_worker_months": self._grid_worker_months,
            "visits": lambda: (Flow(row["unit"], row["visited_on"]) for row in self._rows("visits")),
            "households_visited": lambda: (
                Seen(row["unit"], row["visited_on"], (row["unit"], row["household_no"])) for row in self._rows("visits")
            ),
            "households_registered": lambda: self._listed("households"),
            "key_households": lambda: self._listed("households", lambda row: row["key_group"] is not None),
            "households": lambda: self._listed("population", "households"),
            "residents": lambda: self._listed("population", "residents"),
            "urban_residents": lambda: self._listed("population", "urban_residents"),
            "party_members": lambda: self._listed("party_orgs", "members", lambda row: row["kind"] == "branch"),
            "party_branches": lambda: self._listed("party_orgs", lambda row: row["kind"] == "branch"),
            "party_special_branches": lambda: self._listed("party_orgs", lambda row: row["kind"] == "special_branch"),
            "attendances": lambda: self._meetings("attended"),
            "attendances_expected": lambda: self._meetings("expected"),
            "weeks_with_meeting": self._weeks_met,
            "weeks_due": self._weeks_due,
            "pay_total": lambda: self._pay(lambda row: row["annual_pay"]),
            "paid_worker_years": lambda: self._pay(lambda row: Decimal(row["months"]) / 12),
            "planned_points": lambda: self._listed("network_plan", "planned_points"),
            "plan_residents": lambda: self._listed("network_plan", "residents"),
            "plan_sub_units": lambda: self._listed("network_plan", "sub_units"),
            "centers_built": lambda: self._points("center"),
            "community_work_city_budgeted": lambda: self._community_work("city"),
            "community_work_district_budgeted": lambda: self._community_work("district"),
        }
        for kind in ("point", "station"):
            plain[f"{kind}s_built"] = lambda kind=kind: self._points(kind)
            for side in ("urban", "rural"):
                plain[f"{kind}s_built_{side}"] = lambda kind=kind, side=side: self._points(kind, side)
        for side in ("urban", "rural"):
            plain[f"planned_points_{side}"] = lambda side=side: self._listed(
                "network_plan", "planned_points", lambda row: self._urban_rural[row["unit"]] == side
            )
        for stage in ("budgeted", "allocated", "spent"):
            plain[f"funding_{stage}"] = lambda stage=stage: self._funding(stage)
            for category in ("office", "service"):
                plain[f"{category}_{stage}"] = lambda stage=stage, category=category: self._funding(stage, category)
        for name, (dataset, when, amount) in FLOWS.items():
            plain[name] = lambda dataset=dataset, when=when, amount=amount: (
                Flow(row["unit"], row[when], amount(row)) for row in self._rows(dataset)
            )
        for name, (dataset, amount) in LISTS.items():
            plain[name] = lambda dataset=dataset, amount=amount: (
                Stock(row["unit"], since, until, amount(row))
                for row, since, until in (self._opened() if dataset == "facilities" else self._spells(dataset))
                # The hall of a street is no community's list of items.
                if dataset != "service_items" or self._tree.types[row["unit"]] in PEOPLE
            )
        return {
            **{name: (contributions, None) for name, contributions in plain.items()},
            "key_households_visited_3": (self._key_visits, 3),
            "worker_months_80": (self._worker_months, 80),
        }

    def _rows(self, dataset: str) -> list[Row]:
        return self._records.current(dataset)

    def _spells(self, dataset: str) -> Iterator[tuple[Row, dt.date, dt.date | None]]:
        """Rows of lists, each from its day until the unit's next list or the unit's end."""
        listed = self._rows(dataset)
        days: dict[str, list[dt.date]] = defaultdict(list)
        for unit, on in sorted({(row["unit"], row["as_on"]) for row in listed}):
            days[unit].append(on)
        following = {(unit, on): after for unit, ons in days.items() for on, after in pairwise(ons)}
        for row in listed:
            until = following.get((row["unit"], row["as_on"]))
            if (closed := self._ends.get(row["unit"])) is not None:
                until = closed if until is None else min(until, closed)
            if until is None or until > row["as_on"]:
                yield row, row["as_on"], until

    def _opened(self) -> Iterator[tuple[Row, dt.date, dt.date | None]]:
        """Facilities: one that a list names anew counts from the day it opened, if that is after the list before."""
        listed = self._rows("facilities")
        days: dict[str, set[dt.date]] = defaultdict(set)
        named: set[tuple[str, str, dt.date]] = set()
        for row in listed:
            days[row["unit"]].add(row["as_on"])
            named.add((row["unit"], row["facility_no"], row["as_on"]))
        begins = {row["code"]: row["valid_from"] for row in reversed(self._tree.rows)}
        for row, since, until in self._spells("facilities"):
            before = max((day for day in days[row["unit"]] if day < row["as_on"]), default=None)
            if before is None or (row["unit"], row["facility_no"], before) not in named:
                since = max(row["since"], before or begins[row["unit"]])
            else:
                since = max(since, row["since"])
            if until is None or since < until:
                yield row, since, until

    @cached_property
    def _ends(self) -> dict[str, dt.date]:
        """Units that no longer stand, and the first day they did not."""
        open_ended = {row["code"] for row in self._tree.rows if row["valid_to"] is None}
        closed = [row for row in self._tree.rows if row["code"] not in open_ended]
        return {row["code"]: max(r["valid_to"] for r in closed if r["code"] == row["code"]) for row in closed}

    def _listed(
        self,
        dataset: str,
        amount: str | Callable[[Row], bool] | None = None,
        only: Callable[[Row], bool] | None = None,
    ) -> Contributions:
        if callable(amount):
            amount, only = None, amount
        for row, since, until in self._spells(dataset):
            if only is None or only(row):
                yield Stock(row["unit"], since, until, 1 if amount is None else row[amount] or 0)

    def _workers(self, *, young: bool = False, certified: bool = False, posts: set[str] | None = None) -> Contributions:
        since_when: dict[str, dt.date] = {}
        for row in self._rows("credentials"):
            known = since_when.get(row["person_id"], dt.date.max)
            since_when[row["person_id"]] = min(known, row["obtained_on"])
        for row, since, until in self._spells("workers"):
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

    @cached_property
    def _rosters(self) -> dict[str, list[tuple[Row, dt.date, dt.date]]]:
        found = defaultdict(list)
        for row, since, until in self._spells("workers"):
            found[row["unit"]].append((row, since, until or dt.date.max))
        return found

    def _grid_worker_months(self) -> Contributions:
        for unit, listed in self._rosters.items():
            for row, since, until in listed:
                if row["grid_no"] is not None:
                    for last in _month_ends(since, min(until, self._tree.as_of[unit] + dt.timedelta(days=1))):
                        yield Flow(unit, last)

    def _key_visits(self) -> Contributions:
        registers: dict[tuple[str, str], list[tuple[dt.date, dt.date, bool]]] = defaultdict(list)
        for row, since, until in self._spells("households"):
            key = (row["unit"], row["household_no"])
            registers[key].append((since, until or dt.date.max, row["key_group"] is not None))
        for row in self._rows("visits"):
            key = (row["unit"], row["household_no"])
            if any(since <= row["visited_on"] < until and marked for since, until, marked in registers[key]):
                yield Seen(row["unit"], row["visited_on"], key)

    def _worker_months(self) -> Contributions:
        """A grid worker's month: 80 different households of the unit in it."""
        badges: dict[tuple[str, str], list[tuple[Row, dt.date, dt.date]]] = defaultdict(list)
        for unit, listed in self._rosters.items():
            for row, since, until in listed:
                badges[unit, row["staff_no"]].append((row, since, until))
        due: Counter[tuple[str, str, dt.date]] = Counter()
        for unit, listed in self._rosters.items():
            for row, since, until in listed:
                if row["grid_no"] is not None:
                    for last in _month_ends(since, min(until, self._tree.as_of[unit] + dt.timedelta(days=1))):
                        due[unit, row["person_id"], last] += 1
        seen: set[tuple[str, str, dt.date, str]] = set()
        for row in sorted(self._rows("visits"), key=lambda row: row["visited_on"]):
            on = row["visited_on"]
            holders = [held for held, since, until in badges[row["unit"], row["staff_no"]] if since <= on < until]
            last = on.replace(day=monthrange(on.year, on.month)[1])
            if len(holders) != 1 or (row["unit"], holders[0]["person_id"], last) not in due:
                continue
            called = (row["unit"], holders[0]["person_id"], last, row["household_no"])
            if called not in seen:
                seen.add(called)
                yield Seen(row["unit"], on, called[1:3])

    def _meetings(self, heads: str) -> Contributions:
        for row in self._rows("party_meetings"):
            if row["kind"] != "weekly":
                yield Flow(row["unit"], row["held_on"], row[heads] or 0)

    def _weeks_met(self) -> Contributions:
        met = {
            (row["unit"], _thursday(row["held_on"])) for row in self._rows("party_meetings") if row["kind"] == "weekly"
        }
        for unit, thursday in sorted(met):
            yield Flow(unit, thursday)

    def _weeks_due(self) -> Contributions:
        for row in self._tree.rows:
            if row["unit_type"] not in PEOPLE:
                continue
            unit = row["code"]
            since = max(row["valid_from"], self._starts_on[self._tree.upward(unit)[-1]])
            on = _thursday(since)
            while on <= self._tree.as_of[unit] and (row["valid_to"] is None or on < row["valid_to"]):
                if on >= since:
                    yield Flow(unit, on)
                on += dt.timedelta(days=7)

    def _pay(self, amount: Callable[[Row], Any]) -> Contributions:
        for row in self._rows("pay"):
            yield Flow(row["unit"], dt.date(row["year"], 12, 31), amount(row) or 0)

    def _points(self, kind: str, side: str | None = None) -> Contributions:
        for row in self._rows("network_points"):
            if row["kind"] == kind and side in (None, self._urban_rural[row["unit"]]):
                yield Stock(row["unit"], row["opened_on"], row["closed_on"])

    def _funding(self, stage: str, category: str | None = None) -> Contributions:
        for row in self._rows("funding"):
            local = self._tree.types[row["unit"]] in PEOPLE
            if local and row["stage"] == stage and category in (None, row["category"]):
                yield Flow(row["unit"], row["booked_on"], row["amount"])

    def _community_work(self, level: str) -> Contributions:
        for row in self._rows("funding"):
            named = (row["stage"], row["category"], row["source_level"], self._tree.types[row["unit"]])
            if named == ("budgeted", "community_work", level, level):
                yield Flow(row["unit"], row["booked_on"], row["amount"])


def _thursday(on: dt.date) -> dt.date:
    return on + dt.timedelta(days=3 - on.weekday())


def _month_ends(since: dt.date, until: dt.date) -> Iterator[dt.date]:
    on = since.replace(day=1)
    while on < until:
        last = on.replace(day=monthrange(on.year, on.month)[1])
        if since <= last < until:
            yield last
        on = last + dt.timedelta(days=1)
