"""Units of one level side by side: in one period with the limits chance sets for their size, or by their middle."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboards.reading import frame as _read


def peers(
    indicator_id: str, jurisdiction_id: str, unit_type: str, period_type: str, period_start: dt.date
) -> pd.DataFrame:
    """Every unit of a level with a figure; limits and standing are empty where chance says nothing of the figure."""
    return _read(
        """
        with units as (
            select unit_id, name, path from marts.dim_unit
            where jurisdiction_id = $jurisdiction_id and unit_type = $unit_type
            qualify row_number() over (partition by unit_id order by valid_from desc) = 1
        ),
        limits as (
            select unit_id, peer_value, low_95, high_95, low_998, high_998, standing from marts.fct_peer_funnel
            where indicator_id = $indicator_id and period_type = $period_type and period_start = $period_start
        )
        select unit_id, name, path, numerator, denominator, value, coverage, limits.* exclude (unit_id)
        from marts.fct_indicator as figures
        inner join units using (unit_id)
        left join limits using (unit_id)
        where indicator_id = $indicator_id and period_type = $period_type and period_start = $period_start
            and boundary = 'as_was' and value is not null and not is_partial
        order by value, unit_id
        """,
        indicator_id=indicator_id,
        jurisdiction_id=jurisdiction_id,
        unit_type=unit_type,
        period_type=period_type,
        period_start=period_start,
    )


def middles(unit_ids: list[str], cells: list[tuple[str, str, dt.date]]) -> pd.DataFrame:
    """For each (indicator, period_type, period_start): the median of several units' figures, and how many have one."""
    return _read(
        """
        with cells as (
            select unnest($indicator_ids) as indicator_id, unnest($period_types) as period_type,
                unnest($period_starts) as period_start
        )
        select indicator_id, median(cast(value as double)) as median, count(*) as units
        from marts.fct_indicator
        semi join cells using (indicator_id, period_type, period_start)
        where boundary = 'as_was' and value is not null and na_reason is distinct from 'not_due'
            and unit_id in $unit_ids
        group by indicator_id
        """,
        unit_ids=unit_ids,
        indicator_ids=[cell[0] for cell in cells],
        period_types=[cell[1] for cell in cells],
        period_starts=[cell[2] for cell in cells],
    )
