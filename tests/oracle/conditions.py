"""Measures that are a condition on single rows of a form: which rows, and what each adds.

Belongs here: conditions, written from the documents' facts and the forms. Does not belong here: anything that looks at
more than one row (measures.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Row = dict[str, Any]
Amount = Callable[[Row], Any]


def _is(**wanted: Any) -> Amount:
    """1 for rows whose columns hold one of the values wanted; None stands for anything that is filled in."""
    sets = {name: {value} if isinstance(value, str) else value for name, value in wanted.items()}
    return lambda row: int(
        all(row[name] is not None if values is None else row[name] in values for name, values in sets.items())
    )


def _sum(column: str, **wanted: Any) -> Amount:
    chosen = _is(**wanted)
    return lambda row: (row[column] or 0) if chosen(row) else 0


ESTATE_BODIES = {"own_committee", "committee"}
PLACES_FIVE = {"new", "fringe", "industrial", "resettlement", "converted"}

# measure: (dataset, day column, what a row adds)
FLOWS: dict[str, tuple[str, str, Amount]] = {
    **{
        name: ("cases", "received_on", amount)
        for name, amount in {
            "cases_received": _is(),
            "cases_with_handler": _is(handler=None),
            "cases_first_received": _is(first_received_by=None),
            "cases_told_at_once": _is(told_at_once="yes"),
            "simple_cases": _is(kind="simple"),
            "simple_on_the_spot": _is(kind="simple", settled="on_the_spot"),
            "complex_cases": _is(kind="complex"),
            "complex_referred": _is(kind="complex", referred_on=None),
            "home_requests": _is(kind="home_service"),
            "home_fulfilled": _is(kind="home_service", settled="home"),
            "hazards": _is(kind="hazard"),
            "hazards_referred": _is(kind="hazard", referred_on=None),
            "opinions": _is(kind="opinion"),
            "issues": _is(kind="issue"),
            "issues_by_residents": _is(kind="issue", channel="resident"),
            "major_matters": _is(kind="major"),
            "major_consulted": _is(kind="major", consulted="yes"),
            "major_disclosed": _is(kind="major", disclosed_on=None),
            "hotline_cases": _is(channel="hotline"),
            "hotline_closed": _is(channel="hotline", closed_on=None),
            "facility_complaints": _is(subject="facilities", kind={"simple", "complex", "opinion"}),
            "disputes_four_causes": _is(
                kind="dispute", subject={"demolition", "pollution", "property", "illegal_building"}
            ),
            "disputes_deliberated": _is(kind="dispute", settled="deliberation"),
            "cases_settled_in_network": _is(tier=None),
            "cases_escalated": _is(tier={"center", "street", "congress"}),
            "elderly_help": _is(kind="help", tier="point"),
        }.items()
    },
    **{
        name: ("meetings", "held_on", amount)
        for name, amount in {
            "hearings": _is(kind="hearing"),
            "common_issue_meetings": _is(kind="common_issue"),
            "duty_reports": _is(kind={"secretary_report", "head_report", "director_report"}),
            "joint_committee_meetings": _is(kind="joint_committee"),
            "popular_opinion_meetings": _is(kind="popular_opinion"),
            "political_consultations": _is(kind="political_consultation"),
        }.items()
    },
    "demands": ("inspections", "asked_on", lambda row: int(row["kind"] != "supervision")),
    "burden_checks": ("inspections", "asked_on", _is(kind="supervision")),
}

# measure: (dataset, what a row of the list in force adds)
LISTS: dict[str, tuple[str, Amount]] = {
    **{
        name: ("service_items", amount)
        for name, amount in {
            "items_listed": _is(),
            "items_at_station": _is(handled_at="station"),
            "items_classified": _is(responsibility=None),
            "items_pledged": _is(pledged_on=None),
            "items_admitted": _is(admitted_on=None),
            "items_withdrawn": _is(withdrawn_on=None),
            "items_funding_told": _is(funded=None),
            "items_funded": _is(funded="yes"),
            "items_residence_told": _is(by_residence=None),
            "items_by_residence": _is(by_residence="yes"),
            "items_entry_told": _is(entered_once=None),
            "items_entered_once": _is(entered_once="yes"),
        }.items()
    },
    **{
        name: ("data_feeds", amount)
        for name, amount in {
            "systems_listed": _is(kind="department_system"),
            "systems_live": _is(kind="department_system", live_since=None),
            "networks_listed": _is(kind="service_network"),
            "networks_live": _is(kind="service_network", live_since=None),
            "shared_datasets_listed": _is(kind="shared_dataset"),
            "shared_datasets_live": _is(kind="shared_dataset", live_since=None),
            "records_expected": lambda row: (
                row["expected"] or 0 if row["kind"] == "register" and row["feed"] != "service_resources" else 0
            ),
            "records_entered": lambda row: (
                row["entered"] or 0 if row["kind"] == "register" and row["feed"] != "service_resources" else 0
            ),
            "resources_expected": _sum("expected", feed="service_resources"),
            "resources_entered": _sum("entered", feed="service_resources"),
            "resources_refreshed": _sum("refreshed", feed="service_resources"),
            "resources_published": _sum("published", feed="service_resources"),
        }.items()
    },
    **{
        name: ("facilities", amount)
        for name, amount in {
            "facilities_listed": _is(),
            "facilities_held_for_community": _is(manager="street", right_of_use="community"),
            "facilities_for_profit": _is(commercial_use="yes"),
            "facilities_charged": _is(tariff=None),
            "facilities_at_residents_rates": _is(tariff={"resident", "reduced"}),
            "facilities_deficient": _is(defect=None),
            "facilities_put_right": _is(defect=None, remedied_on=None),
            "facilities_planned": _is(obtained_by="planned"),
            "activity_area": _sum("area", kind="activity"),
            "friend_centre_area": _sum("area", kind="friend_centre"),
            "zone_centres": _is(kind="zone_centre"),
            "zone_centre_area": _sum("area", kind="zone_centre"),
            "service_centres": _is(kind="service_centre"),
            "service_centre_area": _sum("area", kind="service_centre"),
            "combined_facilities": _is(kind="combined"),
            "new_estate_rooms": _is(kind="rooms_new_estate"),
            "new_estate_rooms_area": _sum("area", kind="rooms_new_estate"),
            "old_estate_rooms": _is(kind="rooms_old_estate"),
            "old_estate_rooms_area": _sum("area", kind="rooms_old_estate"),
        }.items()
    },
    **{
        name: ("compounds", amount)
        for name, amount in {
            "compounds": _is(),
            "compounds_with_owners_committee": _is(owners_committee_since=None),
            "compounds_with_council": _is(council_since=None),
            "compounds_with_four_parties": _is(four_party_since=None),
            "compounds_linked": _is(linked_since=None),
            "compound_residents": _sum("residents"),
            "residents_organised": lambda row: (row["residents"] or 0) if row["governed_by"] != "none" else 0,
            "residents_near_service": lambda row: (
                row["residents"] or 0
                if row["minutes_to_service"] is not None and row["minutes_to_service"] <= 15
                else 0
            ),
            "resettled_residents": _sum("residents", kind="resettlement"),
            "resettled_residents_registered": _sum("residents_registered", kind="resettlement"),
            "converted_compounds": _is(kind="converted"),
            "converted_compounds_committee": _is(kind="converted", governed_by=ESTATE_BODIES),
            "floating_areas": _is(kind={"floating_large", "floating_small"}),
        }.items()
    },
}
