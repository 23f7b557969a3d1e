"""Public money: budgets, bookings.

Belongs here: funding by stage, category and level. Does not belong here: pay (pay.py), gifts (cooperation.py).
"""

from __future__ import annotations

from counts import Flow, Stock
from facts import Amount, Contributions, Facts, Written, adds
from records import Row

FOUR_HEADS = {"infrastructure", "service_bodies", "worker_subsidy", "organisation_work"}
STAGES = ("budgeted", "allocated", "spent")


def written(facts: Facts) -> Written:
    """The measures of this theme."""
    found: Written = {
        f"community_work_{level}_budgeted": lambda level=level: _of_level(facts, level)
        for level in ("city", "district")
    }
    for stage in STAGES:
        found[f"funding_{stage}"] = lambda stage=stage: _local(facts, adds("amount", stage=stage))
        for category in ("office", "service"):
            found[f"{category}_{stage}"] = lambda stage=stage, category=category: _local(
                facts, adds("amount", stage=stage, category=category)
            )
    found["network_allocated"] = lambda: _local(facts, adds("amount", stage="allocated", category="network"))
    found["station_office_budgeted"] = lambda: _of_type(
        facts, "street", adds("amount", stage="budgeted", category="office")
    )
    found["development_fund_paid_in"] = lambda: _fund(facts)
    found["district_heads_budgeted"] = facts.seen("funding", "booked_on", lambda row: _head(facts, row))
    found["subsidising_levels"] = facts.seen("funding", "booked_on", lambda row: _subsidising(facts, row))
    return found


def _local(facts: Facts, amount: Amount) -> Contributions:
    return (Flow(row["unit"], row["booked_on"], amount(row)) for row in facts.rows("funding") if facts.is_local(row))


def _of_level(facts: Facts, level: str) -> Contributions:
    """A level's budget line for community work, from its own books."""
    return _of_type(facts, level, adds("amount", stage="budgeted", category="community_work", source_level=level))


def _of_type(facts: Facts, unit_type: str, amount: Amount) -> Contributions:
    for row in facts.rows("funding"):
        if facts.tree.types[row["unit"]] == unit_type:
            yield Flow(row["unit"], row["booked_on"], amount(row))


def _fund(facts: Facts) -> Contributions:
    """What streets have paid into their development fund, for good."""
    paid_in = adds("amount", stage="allocated", category="development_fund")
    for row in facts.rows("funding"):
        if facts.tree.types[row["unit"]] == "street":
            yield Stock(row["unit"], row["booked_on"], None, paid_in(row))


def _head(facts: Facts, row: Row) -> str | None:
    """Which of the four heads of community spending a line of the district's own budget is."""
    found = row["stage"] == "budgeted" and row["source_level"] == facts.tree.types[row["unit"]] == "district"
    return row["category"] if found and row["category"] in FOUR_HEADS else None


def _subsidising(facts: Facts, row: Row) -> str | None:
    """The level whose own budget has a line for community work or workers."""
    level = row["source_level"]
    found = row["stage"] == "budgeted" and level == facts.tree.types[row["unit"]] and level in {"city", "district"}
    return level if found and row["category"] in {"community_work", "worker_subsidy"} else None
