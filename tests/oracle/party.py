"""Party organisations and their meetings.

Belongs here: measures of party_orgs and party_meetings. Does not belong here: how they add up (counts.py).
"""

from __future__ import annotations

import datetime as dt

from counts import Flow
from lists import PEOPLE, Contributions, Lists, Written, thursday


def measures(lists: Lists) -> dict[str, Written]:
    """Every measure of this theme."""
    return {
        "party_members": Written(lambda: lists.listed("party_orgs", "members", lambda row: row["kind"] == "branch")),
        "party_branches": Written(lambda: lists.listed("party_orgs", lambda row: row["kind"] == "branch")),
        "party_special_branches": Written(
            lambda: lists.listed("party_orgs", lambda row: row["kind"] == "special_branch")
        ),
        "attendances": Written(lambda: _meetings(lists, "attended")),
        "attendances_expected": Written(lambda: _meetings(lists, "expected")),
        "weeks_with_meeting": Written(lambda: _weeks_met(lists)),
        "weeks_due": Written(lambda: _weeks_due(lists)),
    }


def _meetings(lists: Lists, heads: str) -> Contributions:
    for row in lists.rows("party_meetings"):
        if row["kind"] != "weekly":
            yield Flow(row["unit"], row["held_on"], row[heads] or 0)


def _weeks_met(lists: Lists) -> Contributions:
    met = {(row["unit"], thursday(row["held_on"])) for row in lists.rows("party_meetings") if row["kind"] == "weekly"}
    for unit, on in sorted(met):
        yield Flow(unit, on)


def _weeks_due(lists: Lists) -> Contributions:
    for row in lists.tree.rows:
        if row["unit_type"] not in PEOPLE:
            continue
        unit = row["code"]
        since = max(row["valid_from"], lists.starts_on(unit))
        on = thursday(since)
        while on <= lists.tree.as_of[unit] and (row["valid_to"] is None or on < row["valid_to"]):
            if on >= since:
                yield Flow(unit, on)
            on += dt.timedelta(days=7)
