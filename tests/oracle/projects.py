"""Projects, purchases, pilots and tasks, and estates before the planning authority.

Belongs here: lists of projects and planning cases. Does not belong here: public money by purpose (money.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from counts import Flow, Seen, Stock
from facts import Amount, Contributions, Facts, Written, adds, one
from records import Row

INCUBATED = {"self_governance", "public_benefit", "culture_sport"}
PRIORITY = {"elderly", "women", "children", "disabled", "unemployed"}
PURCHASED = {"purchase_project", "purchase_post"}
TASKS = {"mobilisation_task", "implementation_task", "summary_task"}


def written(facts: Facts) -> Written:
    """The measures of this theme."""
    bought = adds("amount", **{"class": "volunteer_service"}, source="government", way=PURCHASED)
    given = adds("amount", **{"class": "volunteer_service"}, source={"donated", "partner"})
    begun: dict[str, Amount] = {
        "entrusted_items": one(**{"class": "entrusted_affair"}),
        "entrusted_items_funded": lambda row: int(row["class"] == "entrusted_affair" and (row["amount"] or 0) > 0),
        "entrusted_items_contracted": one(**{"class": "entrusted_affair"}, contract_on=None),
        "assisted_items": one(**{"class": "assisted_affair"}),
        "assisted_items_funded": lambda row: int(row["class"] == "assisted_affair" and (row["amount"] or 0) > 0),
        "project_funds": adds("amount", **{"class": INCUBATED}),
        "project_funds_purchased": adds("amount", **{"class": INCUBATED}, source="government"),
        "project_funds_venture": adds("amount", **{"class": INCUBATED}, source={"venture_city", "venture_street"}),
        "project_funds_crowdfunded": adds("amount", **{"class": INCUBATED}, source="crowdfunding"),
        "project_funds_self_funded": adds("amount", **{"class": INCUBATED}, source="self_funded"),
        "project_funds_not_direct": adds(
            "amount",
            **{"class": INCUBATED},
            way={"reward", "entrusted", "subsidy", "purchase_project", "purchase_post"},
        ),
        "project_funds_priority": adds("amount", **{"class": INCUBATED}, target_group=PRIORITY),
        "purchase_funds": adds("amount", source="government", way=PURCHASED),
        "purchase_funds_projects": adds("amount", source="government", way="purchase_project"),
        # The government buys volunteering; what units and givers add is all that it is held against.
        "volunteering_funds": lambda row: bought(row) + given(row),
        "volunteering_funds_purchased": bought,
        "venture_projects_city": one(source="venture_city"),
        "venture_projects_street": one(source="venture_street"),
        "co_built_works": one(**{"class": "co_built_works"}),
        "co_built_works_funds": adds("amount", **{"class": "co_built_works"}),
    }
    standing = {
        "projects_running": _standing(facts, INCUBATED),
        "experiment_pilots": _standing(facts, {"experiment_pilot"}),
        "reform_pilots": _standing(facts, {"reform_pilot"}),
        "station_split_pilots": _standing(facts, {"station_split_pilot"}),
        "implementing_rules": _standing(facts, {"implementing_rules"}),
        # A task stays set, and what was done stays done.
        "tasks": _since(facts, "started_on", TASKS),
        "tasks_checked": _since(facts, "evaluated_on", TASKS),
        "mobilisation_tasks": _since(facts, "started_on", {"mobilisation_task"}),
        "mobilisation_tasks_done": _since(facts, "ended_on", {"mobilisation_task"}),
    }
    return {
        **{name: facts.flow("projects", "started_on", amount) for name, amount in begun.items()},
        "priority_groups": lambda: (
            Seen(row["unit"], row["started_on"], row["target_group"])
            for row in facts.rows("projects")
            if row["class"] in INCUBATED and row["target_group"] in PRIORITY and (row["amount"] or 0) > 0
        ),
        "contracts_settled": _settled(facts, lambda row: True),
        "contracts_settled_after_evaluation": _settled(
            facts, lambda row: row["evaluated_on"] is not None and row["evaluated_on"] <= row["paid_on"]
        ),
        **standing,
        "designs_approved_not_compliant": _planned(facts, "approved_on", one(compliant="no")),
        "buildings_accepted": _planned(facts, "accepted", one()),
        "buildings_accepted_consulted": _planned(facts, "accepted", lambda row: int(row["consultations"] == 4)),
        "buildings_accepted_signed": _planned(facts, "accepted", one(signed_on=None)),
        "buildings_accepted_without_rooms": _planned(facts, "accepted", one(rooms_built="no")),
    }


def _standing(facts: Facts, classes: set[str]) -> Callable[[], Contributions]:
    return lambda: (
        Stock(row["unit"], row["started_on"], row["ended_on"])
        for row in facts.rows("projects")
        if row["class"] in classes
    )


def _since(facts: Facts, when: str, classes: set[str]) -> Callable[[], Contributions]:
    return lambda: (
        Stock(row["unit"], row[when], None)
        for row in facts.rows("projects")
        if row["class"] in classes and row[when] is not None
    )


def _settled(facts: Facts, right: Callable[[Row], bool]) -> Callable[[], Contributions]:
    """Contracts on the day they were paid."""
    return lambda: (
        Flow(row["unit"], row["paid_on"])
        for row in facts.rows("projects")
        if row["contract_on"] is not None and row["paid_on"] is not None and right(row)
    )


def _planned(facts: Facts, when: str, amount: Amount) -> Callable[[], Contributions]:
    """Estates on the day of approval, or of acceptance (of naming, where there was none)."""

    def found() -> Contributions:
        for row in facts.rows("planning_cases"):
            day: dt.date | None = (row["accepted_on"] or row["named_on"]) if when == "accepted" else row[when]
            if row["kind"] == "residential" and day is not None:
                yield Flow(row["unit"], day, amount(row))

    return found
