"""Workers, and the people they work for.

Belongs here: rosters, grids, hirings, registers of households, population. Does not belong here: what workers do
(rounds.py), what they are paid (pay.py).
"""

from __future__ import annotations

import datetime as dt

from counts import Flow, Stock
from facts import Amount, Contributions, Facts, Written, adds, one

STATION = {"station_worker", "grid_worker", "station_head", "deputy_head"}
# The posts that the roster of workers knows: members of a committee and who leads a group of residents are none.
WORKERS = {*STATION, "secretary", "director", "vice_director"}

GRIDS: dict[str, Amount] = {
    "grids": one(),
    "grid_households": adds("households"),
    "grids_three_roles": lambda row: int(all(row[role] for role in ("workers", "directors", "guides"))),
    "grids_one_worker": lambda row: int(row["workers"] == 1),
    "grids_with_guide": lambda row: int(bool(row["guides"])),
}
HIRES: dict[str, Amount] = {
    "hires": one(),
    "hires_open": one(channel={"open_recruitment", "elected", "competition"}),
    "hires_from_five_groups": one(background={"entrepreneur", "manager", "veteran", "graduate", "laid_off"}),
    "hires_from_villages": one(background="village_cadre"),
}


def written(facts: Facts) -> Written:
    """The measures of this theme."""
    return {
        "workers": lambda: _workers(facts),
        "workers_under_45": lambda: _workers(facts, young=True),
        "workers_certified": lambda: _workers(facts, certified=True),
        "workers_under_45_certified": lambda: _workers(facts, young=True, certified=True),
        "station_staff": lambda: _workers(facts, posts=STATION),
        "committee_directors": lambda: _workers(facts, posts={"director", "vice_director"}),
        "households_registered": facts.stock("households", one()),
        "key_households": facts.stock("households", one(key_group=None)),
        "elderly_households": facts.stock("households", one(key_group="lone_elderly")),
        **{name: facts.stock("grids", amount) for name, amount in GRIDS.items()},
        **{name: (lambda amount=amount: _hired(facts, amount)) for name, amount in HIRES.items()},
        "households": facts.stock("population", adds("households")),
        "residents": facts.stock("population", adds("residents")),
        "urban_residents": facts.stock("population", adds("urban_residents")),
    }


def _workers(
    facts: Facts, *, young: bool = False, certified: bool = False, posts: set[str] | None = None
) -> Contributions:
    for row, since, until in facts.spells("workers"):
        if posts is not None and row["post"] not in posts:
            continue
        first, last = since, until or dt.date.max
        if young:
            born = row["born_on"]
            last = min(last, dt.date(born.year + 45, born.month, 1))
        if certified:
            first = max(first, facts.certified_since.get(row["person_id"], dt.date.max))
        if first < last:
            yield Stock(row["unit"], first, None if last == dt.date.max else last)


def _hired(facts: Facts, amount: Amount) -> Contributions:
    """Workers who came to a post, on the day they came, as the first list that shows it has them."""
    seen: set[tuple[str, str, dt.date]] = set()
    for row in sorted(facts.rows("posts"), key=lambda row: (row["as_on"], row["post_no"])):
        came = (row["unit"], row["person_id"], row["since"])
        if row["role"] in WORKERS and None not in came and came not in seen:
            seen.add(came)
            yield Flow(row["unit"], row["since"], amount(row))
