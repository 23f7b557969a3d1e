"""What communities do together with others: activities, gifts, organisations on their registers.

Belongs here: activities, donations, organisations. Does not belong here: public money (money.py), projects.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from counts import Stock
from facts import Amount, Contributions, Facts, Written, adds, one

JOINT_SERVICES = {"health_service", "job_drive", "internship", "clean_up"}
HONOURS = {"model_site", "outstanding_person", "outstanding_team", "outstanding_case"}
SOCIAL = {"social_management", "social_service", "social_welfare", "social_mutual"}
TEAMS = {"volunteer_team", "five_elders_team"}

ACTIVITIES: dict[str, Amount] = {
    "culture_sport_events": one(kind="culture_sport"),
    "culture_sport_events_co_hosted": one(kind="culture_sport", co_host=None),
    "volunteer_activities": one(kind="volunteer_service"),
    "volunteer_activities_with_feedback": one(kind="volunteer_service", feedback="yes"),
    "center_meetings": one(kind="center_meeting"),
    "honours": one(kind=HONOURS),
    "newcomers_taking_part": adds("participants", target_group={"migrants", "resettled"}),
}
GIFTS: dict[str, Amount] = {
    "party_care_gifts": one(purpose="party_care_fund"),
    "party_care_gifts_1000_to_50000": lambda row: int(
        row["purpose"] == "party_care_fund" and 1000 <= row["amount"] <= 50000
    ),
    "party_care_donated": adds("amount", purpose="party_care_fund"),
    "community_fund_donated": adds("amount", purpose="community_fund", donor="enterprise"),
}
ORGANISATIONS: dict[str, Amount] = {
    "resident_units": one(**{"class": "resident_unit"}),
    "resident_units_pledged": one(**{"class": "resident_unit", "pledged_on": None}),
    "property_firms": one(**{"class": "property_firm"}),
    "arts_troupes": one(**{"class": "arts_troupe"}),
    "arts_troupe_members": adds("members", **{"class": "arts_troupe"}),
    "joint_committees": one(**{"class": "joint_committee"}),
    "joint_committees_led_by_secretary": one(**{"class": "joint_committee", "led_by": "community_secretary"}),
    "affairs_stations": one(**{"class": "affairs_station"}),
    "volunteer_teams": one(**{"class": TEAMS}),
    "volunteers": adds("members", **{"class": TEAMS}),
    "five_elders_teams": one(**{"class": "five_elders_team"}),
    "social_organisations": one(**{"class": SOCIAL}),
    "center_operators": one(**{"class": SOCIAL, "operates": "center"}),
    "community_companies": one(**{"class": "community_company"}),
    "community_company_staff": adds("members", **{"class": "community_company"}),
}


def written(facts: Facts) -> Written:
    """The measures of this theme."""
    return {
        **{name: facts.flow("activities", "held_on", amount) for name, amount in ACTIVITIES.items()},
        **{name: facts.flow("donations", "given_on", amount) for name, amount in GIFTS.items()},
        **{name: _founded(facts, amount) for name, amount in ORGANISATIONS.items()},
        "joint_service_kinds": facts.seen(
            "activities",
            "held_on",
            lambda row: row["kind"] if row["co_host"] is not None and row["kind"] in JOINT_SERVICES else None,
        ),
        "joint_fields": facts.seen(
            "activities", "held_on", lambda row: row["field"] if row["co_host"] is not None else None
        ),
        "resident_units_in_party_building": facts.seen(
            "activities",
            "held_on",
            lambda row: (
                (row["unit"], row["co_host"])
                if row["co_host"] is not None and row["field"] == "party_building"
                else None
            ),
        ),
    }


def _founded(facts: Facts, amount: Amount) -> Callable[[], Contributions]:
    """What organisations add while they are on the register and exist."""

    def found() -> Contributions:
        for row, listed, until in facts.spells("organisations"):
            since = max(listed, row["registered_on"])
            last = min(until or dt.date.max, row["dissolved_on"] or dt.date.max)
            if since < last:
                yield Stock(row["unit"], since, None if last == dt.date.max else last, amount(row))

    return found
