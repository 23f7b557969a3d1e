"""What units are and hold: titles, elected committees, public selections.

Belongs here: titles, elections. Does not belong here: who holds which post.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable

from counts import Stock
from facts import Amount, Contributions, Facts, Written, adds
from records import Row

ELECTIONS: dict[str, Amount] = {
    "delegates_chosen": adds("chosen", kind="delegates"),
    "secretary_delegates": adds("from_community", kind="delegates"),
    "public_posts": adds("seats", kind={"institution_posts", "street_leaders"}),
    "public_posts_reserved": adds("reserved", kind={"institution_posts", "street_leaders"}),
    "workers_recruited": adds("from_community", kind={"officials", "street_leaders"}),
}


def written(facts: Facts) -> Written:
    """The measures of this theme."""
    return {
        "urban_provincial_titles": lambda: _titles(facts, "provincial_harmonious", "urban"),
        "rural_provincial_titles": lambda: _titles(facts, "provincial_harmonious", "rural"),
        "national_titles": lambda: _titles(facts, "national_model"),
        **{name: facts.flow("elections", "held_on", amount) for name, amount in ELECTIONS.items()},
        "committees_elected": lambda: _terms(facts, lambda elected, before: True),
        "committees_directly_elected": lambda: _terms(facts, lambda elected, before: elected["method"] == "direct"),
        "committees_directly_elected_before": lambda: _terms(
            facts, lambda elected, before: before is not None and before["method"] == "direct"
        ),
    }


def _titles(facts: Facts, title: str, side: str | None = None) -> Contributions:
    for row in facts.rows("accreditations"):
        if row["title"] == title and facts.is_local(row) and side in (None, facts.urban_rural[row["unit"]]):
            yield Stock(row["unit"], row["granted_on"], _first(row["revoked_on"], facts.ends.get(row["unit"])))


def _terms(facts: Facts, counts: Callable[[Row, Row | None], bool]) -> Contributions:
    """Committees, each from its election until the next, at most to the last day of its term or of its unit."""
    elections: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(facts.rows("elections"), key=lambda row: row["held_on"]):
        if row["kind"] == "committee":
            elections[row["unit"]].append(row)
    for unit, held in elections.items():
        for before, elected, following in zip([None, *held], held, [*held[1:], None], strict=False):
            runs_out = elected["until"] + dt.timedelta(days=1) if elected["until"] else None
            if counts(elected, before):
                until = _first(runs_out, following and following["held_on"], facts.ends.get(unit))
                yield Stock(unit, elected["held_on"], until)


def _first(*days: dt.date | None) -> dt.date | None:
    return min((day for day in days if day is not None), default=None)
