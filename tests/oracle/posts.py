"""Who holds which post of a community, where they came from, and who is paid a subsidy.

Belongs here: the lists of posts. Does not belong here: the roster of workers (workforce.py).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal

from counts import Stock
from facts import Contributions, Facts, Written, adds
from records import Row

COMMITTEE = {"director", "vice_director", "committee_member"}
STATION = {"station_head", "deputy_head", "station_worker"}
LEADERS = {"secretary", "director", "vice_director", "station_head", "deputy_head"}
SELECTED = STATION | {"grid_worker"}
STAFF = LEADERS | SELECTED
INFORMANTS = {"worker": {"station_worker", "grid_worker"}} | {
    kind: {kind} for kind in ("group_leader", "grid_head", "building_leader")
}


def written(facts: Facts) -> Written:
    """The measures of this theme."""
    heads = {
        "committee_members": adds("holders", role=COMMITTEE),
        "committee_chairs": adds("holders", role="director"),
        "committee_vice_chairs": adds("holders", role="vice_director"),
        "committee_members_on_rota": adds("holders", role=COMMITTEE, duty="rotating"),
        "committee_members_in_branch": adds("holders", role=COMMITTEE, also="branch_committee"),
        "secretaries": adds("holders", role="secretary"),
        "secretaries_full_time": adds("holders", role="secretary", employment="full_time"),
        "secretaries_by_competition": adds("holders", role="secretary", channel="competition"),
        "station_heads": adds("holders", role="station_head"),
        "station_heads_ranked": adds("holders", role="station_head", grade="section"),
        "station_deputies": adds("holders", role="deputy_head"),
        "station_establishment": adds("holders", role=STATION),
        "hall_staff": adds("holders", duty="hall"),
        "worker_delegates": adds(
            "holders", role=STAFF, also={"party_delegate", "peoples_delegate", "cppcc_member", "model_worker"}
        ),
        "people_in_post": adds("holders", role=STAFF | {"committee_member"}),
        "people_from_public_life": adds(
            "holders", role=STAFF | {"committee_member"}, background={"retired_cadre", "public_figure"}
        ),
        "workers_selected": adds("holders", role=SELECTED),
        "workers_two_way": adds("holders", role=SELECTED, channel="two_way"),
        "graduates": adds("holders", role=STAFF, background="graduate"),
        "moved_from_street": adds("holders", role=STAFF, background="street_staff"),
        "street_staff_before": adds("established", role="street_staff"),
        "cadres_as_leaders": adds("holders", role={"secretary", "station_head"}, grade="deputy_section"),
        "resident_representatives": adds("holders", role="representative"),
        "building_leaders": adds("holders", role="building_leader"),
        "building_leaders_paid": lambda row: (
            row["holders"] if row["role"] == "building_leader" and (row["subsidy"] or 0) > 0 else 0
        ),
        # A line stands for one post where it does not say for how many.
        "leading_posts": lambda row: _posts(row) if row["role"] in LEADERS else 0,
        "leading_posts_filled": lambda row: min(row["holders"], _posts(row)) if row["role"] in LEADERS else 0,
        "committees_listed": lambda row: _posts(row) if row["role"] == "director" else 0,
        "stations_listed": lambda row: _posts(row) if row["role"] == "station_head" else 0,
        "secretary_and_head_posts": lambda row: _posts(row) if row["role"] in {"secretary", "station_head"} else 0,
        "owners_committees": lambda row: int(_filled(row, "owners_committee")),
        "owners_committees_shared": lambda row: int(
            _filled(row, "owners_committee") and row["also"] == "committee_member"
        ),
        "departments_asked": lambda row: int(row["role"] == "department_window"),
        "departments_posted": lambda row: int(_filled(row, "department_window")),
    }
    return {
        **{name: facts.stock("posts", amount) for name, amount in heads.items()},
        "secretaries_also_directors": _both(facts, "secretary", "director"),
        "station_heads_also_secretaries": _both(facts, "station_head", "secretary"),
        "informant_kinds": lambda: _informants(facts),
        **_subsidies(facts),
    }


def _posts(row: Row) -> int:
    """For how many posts a line stands: one where it does not say."""
    return 1 if row["established"] is None else int(row["established"])


def _filled(row: Row, role: str) -> bool:
    return row["role"] == role and row["holders"] > 0


def _both(facts: Facts, post: str, other: str) -> Callable[[], Contributions]:
    """Who holds a post and, on the same list of the same unit, another."""

    def found() -> Contributions:
        holders = {(row["unit"], row["as_on"], row["person_id"]) for row in facts.rows("posts") if row["role"] == other}
        for row, since, until in facts.spells("posts"):
            named = row["person_id"] is not None and (row["unit"], row["as_on"], row["person_id"]) in holders
            if row["role"] == post and named:
                yield Stock(row["unit"], since, until, row["holders"])

    return found


def _informants(facts: Facts) -> Contributions:
    """Every kind of people among a unit's information officers, once."""
    found: dict[tuple[str, str, dt.date], tuple[dt.date, dt.date | None]] = {}
    for row, since, until in facts.spells("posts"):
        for kind, roles in INFORMANTS.items():
            if row["role"] in roles and row["also"] == "info_officer" and row["holders"] > 0:
                found[row["unit"], kind, row["as_on"]] = since, until
    return (Stock(unit, since, until) for (unit, _, _), (since, until) in found.items())


def _subsidies(facts: Facts) -> Written:
    def members(amount: Callable[[Row, bool, Decimal | None], int]) -> Callable[[], Contributions]:
        def found() -> Iterator[Stock]:
            busy = {(row["as_on"], row["person_id"]) for row in facts.rows("posts") if row["role"] in STATION}
            rates = _rates(facts, busy)
            for row, since, until in facts.spells("posts"):
                if row["role"] == "committee_member":
                    yield Stock(row["unit"], since, until, amount(row, _at(row, busy), rates.get(_kind(facts, row))))

        return found

    return {
        "members_due_subsidy": members(lambda row, at_station, _: 0 if at_station else row["holders"]),
        "members_at_right_rate": members(
            lambda row, at_station, rate: row["holders"] if not at_station and row["subsidy"] == rate is not None else 0
        ),
        "station_workers_subsidised": members(
            lambda row, at_station, _: row["holders"] if at_station and (row["subsidy"] or 0) > 0 else 0
        ),
    }


def _at(row: Row, busy: set[tuple[dt.date, str]]) -> bool:
    return row["person_id"] is not None and (row["as_on"], row["person_id"]) in busy


def _kind(facts: Facts, row: Row) -> tuple[str, dt.date, str]:
    return facts.tree.upward(row["unit"])[-1], row["as_on"], row["duty"] or "none"


def _rates(facts: Facts, busy: set[tuple[dt.date, str]]) -> dict[tuple[str, dt.date, str], Decimal]:
    """What urban committees pay most often on a day for a kind of duty; of two, the higher."""
    paid: dict[tuple[str, dt.date, str], Counter[Decimal]] = defaultdict(Counter)
    for row in facts.rows("posts"):
        urban = facts.urban_rural[row["unit"]] == "urban" and not _at(row, busy)
        if urban and row["role"] == "committee_member" and row["subsidy"]:
            paid[_kind(facts, row)][row["subsidy"]] += 1
    return {kind: max(seen, key=lambda rate: (seen[rate], rate)) for kind, seen in paid.items()}
