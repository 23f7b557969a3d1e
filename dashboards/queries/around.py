"""What stands around a unit: its neighbour network, and the reports that were due of it and of those below."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboards.reading import frame as _read


def network(unit_ids: list[str], until: dt.date) -> pd.DataFrame:
    """Centres, stations and points of some units, as built and as planned, at the end of the last quarter."""
    return _read(
        """
        select unit_id, measure_id, max_by(value, period_start) as value
        from marts.fct_measure
        where measure_id in ('centers_built', 'stations_built', 'points_built', 'planned_points')
            and period_type = 'quarter' and boundary = 'as_was' and period_start + interval 3 month <= $until + 1
            and list_contains($unit_ids, unit_id)
        group by unit_id, measure_id
        having max(value) > 0
        """,
        unit_ids=unit_ids,
        until=until,
    )


def reports_by_month(unit_id: str, since: dt.date, until: dt.date) -> pd.DataFrame:
    """Reports due of a unit and of those below it in a span: by dataset, month and what came of them."""
    return _read(
        """
        select dataset, cast(date_trunc('month', due_on) as date) as due_on, status, cast(count(*) as integer) as units
        from marts.dq_completeness
        where due_on > $since and due_on <= $until and unit_id in (
            select unit_id from marts.dim_unit_tree where tree = 'administrative' and ancestor_id = $unit_id
        )
        group by all
        order by all
        """,
        unit_id=unit_id,
        since=since,
        until=until,
    )
