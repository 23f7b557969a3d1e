"""What workers are paid in a year.

Belongs here: pay and its parts. Does not belong here: who is on the roster (workforce.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import partial

from counts import Flow
from facts import Amount, Contributions, Facts, Written, adds, one
from records import Row

FIVE = ("pension", "medical", "unemployment", "work_injury", "maternity")
HEADS = {"secretary", "director"}


def written(facts: Facts) -> Written:
    """The measures of this theme."""
    certified = partial(_was_certified, facts)
    amounts: dict[str, Amount] = {
        "pay_total": adds("annual_pay"),
        "paid_worker_years": _years,
        "pay_beyond_base": lambda row: 0 if row["base_pay"] is None else row["annual_pay"] - row["base_pay"],
        "project_pay": adds("project_pay", base_pay=None),
        "pay_told_in_parts": adds("annual_pay", appraisal_pay=None),
        "appraisal_pay": adds("appraisal_pay"),
        "certified_paid": lambda row: int(certified(row)),
        "certified_with_allowance": lambda row: int(certified(row) and bool(row["certificate_allowance"])),
        "workers_paid": one(**dict.fromkeys(FIVE)),
        "workers_five_insurances": lambda row: int(all(row[name] for name in FIVE)),
        "workers_all_insurances": lambda row: int(all(row[name] for name in (*FIVE, "housing_fund"))),
        "workers_welfare_told": one(welfare_items=None),
        "workers_full_welfare": lambda row: int(row["welfare_items"] == 3),
        "village_head_pay": lambda row: row["annual_pay"] if _was_village_head(facts, row) else 0,
        "village_head_years": lambda row: _years(row) if _was_village_head(facts, row) else 0,
    }
    return {
        **{name: _paid(facts, amount) for name, amount in amounts.items()},
        "stayers_pay": lambda: _stayed(facts, lambda row, before: row["annual_pay"]),
        "stayers_pay_before": lambda: _stayed(facts, lambda row, before: before["annual_pay"]),
    }


def _paid(facts: Facts, amount: Amount) -> Callable[[], Contributions]:
    return lambda: (Flow(row["unit"], dt.date(row["year"], 12, 31), amount(row)) for row in facts.rows("pay"))


def _years(row: Row) -> Decimal:
    return Decimal(row["months"]) / 12


def _was_certified(facts: Facts, row: Row) -> bool:
    """Whether the worker held a certificate when the year began."""
    return facts.certified_since.get(row["person_id"], dt.date.max) < dt.date(row["year"], 1, 1)


def _was_village_head(facts: Facts, row: Row) -> bool:
    """Whether the unit is rural and the year's last roster that names the worker has them as secretary or director."""
    if facts.urban_rural[row["unit"]] != "rural":
        return False
    first, last = dt.date(row["year"], 1, 1), dt.date(row["year"], 12, 31)
    posts = [
        (since, worker["post"])
        for worker, since, until in facts.rosters.get(row["unit"], [])
        if worker["person_id"] == row["person_id"] and since <= last and until > first
    ]
    return bool(posts) and max(posts)[1] in HEADS


def _stayed(facts: Facts, amount: Callable[[Row, Row], Decimal]) -> Contributions:
    """Workers a unit paid for all twelve months of a year and of the year before."""
    whole = {(row["unit"], row["person_id"], row["year"]): row for row in facts.rows("pay") if row["months"] == 12}
    for (unit, person, year), row in whole.items():
        if (before := whole.get((unit, person, year - 1))) is not None:
            yield Flow(unit, dt.date(year, 12, 31), amount(row, before))
