"""Party organisations and their meetings.

Belongs here: lists of party organisations, 三会一课, weekly meetings. Does not belong here: meetings with residents.
"""

from __future__ import annotations

import datetime as dt

from counts import Flow
from facts import PEOPLE, Contributions, Facts, Written, adds, one, thursday

THREE_AND_ONE = {"member_assembly", "branch_committee", "group_meeting", "lecture"}
OF_BRANCHES = {"member_assembly", "branch_committee", "group_meeting"}


def written(facts: Facts) -> Written:
    """The measures of this theme."""
    return {
        "party_members": facts.stock("party_orgs", adds("members", kind="branch")),
        "party_branches": facts.stock("party_orgs", one(kind="branch")),
        "party_special_branches": facts.stock("party_orgs", one(kind="special_branch")),
        "members_in_groups": facts.stock("party_orgs", adds("members_in_groups", kind="branch")),
        "committees_with_affiliates": facts.stock(
            "party_orgs", lambda row: int(row["kind"] == "committee" and bool(row["affiliated_orgs"]))
        ),
        "branch_meetings": facts.flow("party_meetings", "held_on", one(kind=OF_BRANCHES)),
        "attendances": facts.flow("party_meetings", "held_on", adds("attended", kind=THREE_AND_ONE)),
        "attendances_expected": facts.flow("party_meetings", "held_on", adds("expected", kind=THREE_AND_ONE)),
        "weeks_with_meeting": lambda: _weeks_met(facts),
        "weeks_due": lambda: _weeks_due(facts),
    }


def _weeks_met(facts: Facts) -> Contributions:
    met = {(row["unit"], thursday(row["held_on"])) for row in facts.rows("party_meetings") if row["kind"] == "weekly"}
    return (Flow(unit, on) for unit, on in sorted(met))


def _weeks_due(facts: Facts) -> Contributions:
    for row in facts.tree.rows:
        if row["unit_type"] not in PEOPLE:
            continue
        unit = row["code"]
        since = max(row["valid_from"], facts.starts_on[facts.tree.upward(unit)[-1]])
        on = thursday(since)
        while on <= facts.tree.as_of[unit] and (row["valid_to"] is None or on < row["valid_to"]):
            if on >= since:
                yield Flow(unit, on)
            on += dt.timedelta(days=7)
