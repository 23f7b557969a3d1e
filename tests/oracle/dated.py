"""Things on lists that say themselves since when, maybe until when, they work.

Belongs here: from when such a thing counts. Does not belong here: what is counted (the themes).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from facts import Facts, Spell


def dated(facts: Facts, dataset: str, name: str) -> Iterator[Spell]:
    """Rows of lists: one that a list names anew counts from its own day, if that is after the list before."""
    days: dict[str, set[dt.date]] = defaultdict(set)
    named: set[tuple[str, str, dt.date]] = set()
    for row in facts.rows(dataset):
        days[row["unit"]].add(row["as_on"])
        named.add((row["unit"], row[name], row["as_on"]))
    begins = {row["code"]: row["valid_from"] for row in reversed(facts.tree.rows)}
    for row, listed, until in facts.spells(dataset):
        before = max((day for day in days[row["unit"]] if day < row["as_on"]), default=None)
        if before is None or (row["unit"], row[name], before) not in named:
            since = max(row["since"], before or begins[row["unit"]])
        else:
            since = max(listed, row["since"])
        if (ended := row.get("until")) is not None:
            until = ended if until is None else min(until, ended)
        if until is None or since < until:
            yield row, since, until
