"""What was said of the gaps on the worklist, as the scenario tells it.

Belongs here: those rows. Does not belong here: the gaps themselves, which follow from everything else.
"""

from __future__ import annotations

from pipelines.demo.place import Place
from pipelines.demo.tables import Row, Table

_COLUMNS = ("unit", "clause_id", "stated_on", "state", "promised_on", "assigned_to", "remark")


def follow_ups(place: Place) -> Table:
    """Return every follow-up in order of its day."""
    rows: list[Row] = [
        (said.day, (said.unit, said.clause, said.day, said.state, said.promised_on, said.assigned_to, said.remark))
        for said in place.scenario.follow_ups
    ]
    return Table("follow_ups", _COLUMNS, sorted(rows, key=lambda row: row[0]))
