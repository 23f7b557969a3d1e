"""Measures that are a condition on single rows of a form: which rows, and what each adds.

Belongs here: conditions, written from the documents' facts and the forms. Does not belong here: anything that looks at
more than one row (the other modules).
"""

from __future__ import annotations

from facts import Amount, Facts, Written, adds, one

ESTATE_BODIES = {"own_committee", "committee"}

# measure: (dataset, day column, what a row adds)
FLOWS: dict[str, tuple[str, str, Amount]] = {
    **{
        name: ("cases", "received_on", amount)
        for name, amount in {
            "cases_received": one(),
            "cases_with_handler": one(handler=None),
            "cases_first_received": one(first_received_by=None),
            "cases_told_at_once": one(told_at_once="yes"),
            "simple_cases": one(kind="simple"),
            "simple_on_the_spot": one(kind="simple", settled="on_the_spot"),
            "complex_cases": one(kind="complex"),
            "complex_referred": one(kind="complex", referred_on=None),
            "home_requests": one(kind="home_service"),
            "home_fulfilled": one(kind="home_service", settled="home"),
            "hazards": one(kind="hazard"),
            "hazards_referred": one(kind="hazard", referred_on=None),
            "opinions": one(kind="opinion"),
            "issues": one(kind="issue"),
            "issues_by_residents": one(kind="issue", channel="resident"),
            "major_matters": one(kind="major"),
            "major_consulted": one(kind="major", consulted="yes"),
            "major_disclosed": one(kind="major", disclosed_on=None),
            "hotline_cases": one(channel="hotline"),
            "hotline_closed": one(channel="hotline", closed_on=None),
            "facility_complaints": one(subject="facilities", kind={"simple", "complex", "opinion"}),
            "disputes_four_causes": one(
                kind="dispute", subject={"demolition", "pollution", "property", "illegal_building"}
            ),
            "disputes_deliberated": one(kind="dispute", settled="deliberation"),
            "cases_settled_in_network": one(tier=None),
            "cases_escalated": one(tier={"center", "street", "congress"}),
            "elderly_help": one(kind="help", tier="point"),
        }.items()
    },
    **{
        name: ("meetings", "held_on", amount)
        for name, amount in {
            "hearings": one(kind="hearing"),
            "common_issue_meetings": one(kind="common_issue"),
            "joint_committee_meetings": one(kind="joint_committee"),
            "popular_opinion_meetings": one(kind="popular_opinion"),
            "political_consultations": one(kind="political_consultation"),
        }.items()
    },
    "demands": ("inspections", "asked_on", lambda row: int(row["kind"] != "supervision")),
    "burden_checks": ("inspections", "asked_on", one(kind="supervision")),
}

# measure: (dataset, what a row of the list in force adds)
LISTS: dict[str, tuple[str, Amount]] = {
    **{
        name: ("service_items", amount)
        for name, amount in {
            "items_listed": one(),
            "items_at_station": one(handled_at="station"),
            "items_classified": one(responsibility=None),
            "items_pledged": one(pledged_on=None),
            "items_admitted": one(admitted_on=None),
            "items_withdrawn": one(withdrawn_on=None),
            "items_funding_told": one(funded=None),
            "items_funded": one(funded="yes"),
            "items_residence_told": one(by_residence=None),
            "items_by_residence": one(by_residence="yes"),
            "items_entry_told": one(entered_once=None),
            "items_entered_once": one(entered_once="yes"),
        }.items()
    },
    **{
        name: ("data_feeds", amount)
        for name, amount in {
            "systems_listed": one(kind="department_system"),
            "systems_live": one(kind="department_system", live_since=None),
            "networks_listed": one(kind="service_network"),
            "networks_live": one(kind="service_network", live_since=None),
            "shared_datasets_listed": one(kind="shared_dataset"),
            "shared_datasets_live": one(kind="shared_dataset", live_since=None),
            "records_expected": lambda row: (
                row["expected"] or 0 if row["kind"] == "register" and row["feed"] != "service_resources" else 0
            ),
            "records_entered": lambda row: (
                row["entered"] or 0 if row["kind"] == "register" and row["feed"] != "service_resources" else 0
            ),
            "resources_expected": adds("expected", feed="service_resources"),
            "resources_entered": adds("entered", feed="service_resources"),
            "resources_refreshed": adds("refreshed", feed="service_resources"),
            "resources_published": adds("published", feed="service_resources"),
        }.items()
    },
    **{
        name: ("compounds", amount)
        for name, amount in {
            "compounds": one(),
            "compounds_with_owners_committee": one(owners_committee_since=None),
            "compounds_with_council": one(council_since=None),
            "compounds_with_four_parties": one(four_party_since=None),
            "compounds_linked": one(linked_since=None),
            "compound_residents": adds("residents"),
            "residents_organised": lambda row: (row["residents"] or 0) if row["governed_by"] != "none" else 0,
            "residents_near_service": lambda row: (
                row["residents"] or 0
                if row["minutes_to_service"] is not None and row["minutes_to_service"] <= 15
                else 0
            ),
            "resettled_residents": adds("residents", kind="resettlement"),
            "resettled_residents_registered": adds("residents_registered", kind="resettlement"),
            "converted_compounds": one(kind="converted"),
            "converted_compounds_committee": one(kind="converted", governed_by=ESTATE_BODIES),
            "floating_areas": one(kind={"floating_large", "floating_small"}),
        }.items()
    },
}


def written(facts: Facts) -> Written:
    """The measures of this module."""
    return {
        "catalogue_items": facts.seen("service_items", "as_on", lambda row: row["item_no"]),
        **{name: facts.flow(*told) for name, told in FLOWS.items()},
        # The hall of a street is no community's list of items.
        **{
            name: facts.stock(dataset, amount, local=dataset == "service_items")
            for name, (dataset, amount) in LISTS.items()
        },
    }
