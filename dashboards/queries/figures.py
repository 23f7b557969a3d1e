"""Figures with the clauses held against them: of a unit, of several, over time."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboards.queries.lists import ITSELF, unit_number
from dashboards.queries.words import labelled, worded
from dashboards.reading import frame as _read

_FIGURE = """indicator_id, unit_id, period_type, period_start, period_end, numerator, denominator, value, coverage,
                na_reason, is_partial, basis"""
_VERDICT = """clause_id, status, target, gap, structural_gap, gap_unit, path_target, path_gap,
            coalesce(adopted, false) as adopted, coalesce(is_lit and adopted, false) as is_lit"""
# Which clause speaks first: one the unit follows, one that binds at its level, one with a target, the strongest, the
# soonest due.
_ASSESSED = """
            select fct_assessment.rowid as judged_row, clause_id, indicator_id, unit_id, period_type, period_start,
                status, is_lit, adopted, target, gap, structural_gap, gap_unit, path_target, path_gap, due, strength
                    + case when target is null then 10 else 0 end + case when is_lit then 0 else 20 end
                    + case when adopted then 0 else 40 end as place
            from marts.fct_assessment
            inner join (
                select clause_id, deadline as due,
                    list_position(['required', 'encouraged', 'exploratory', 'observed'], strength) as strength
                from marts.dim_clause
            ) using (clause_id)
"""


def standings(unit_id: str, until: dt.date, period_type: str) -> pd.DataFrame:
    """For each indicator of a unit: its latest complete figure up to a day, the clause that speaks first, last year.

    Where no clause says at which kind of period it is judged, `period_type` is preferred. Figures that are not due yet
    say nothing of anybody and are left out.
    """
    found = _read(
        f"""
        with figures as materialized (
            select rowid as held_row, {_FIGURE}
            from marts.fct_indicator where boundary = 'as_was' and {ITSELF}
        ),
        assessed as materialized (
            {_ASSESSED} where {ITSELF} and period_end <= $until and not is_partial
        ),
        judged as (
            -- lateness: the later end first, then the kind of period asked for, then the longer; as one number, for
            -- comparing three would take longer than finding the rows
            select figures.indicator_id, clause_id, due, place, held_row, judged_row,
                ((period_end - date '1970-01-01') * 2 + cast(period_type = $period_type as integer)) * 100000
                    - (period_start - date '1970-01-01') as lateness
            from figures left join assessed using (indicator_id, period_type, period_start)
            where period_end <= $until and not is_partial and na_reason is distinct from 'not_due'
        ),
        spoken as (
            select indicator_id, clause_id, due, min(place) as place, max_by(held_row, lateness) as held_row,
                max_by(judged_row, lateness) as judged_row
            from judged group by indicator_id, clause_id, due
        ),
        chosen as (
            select unnest(min_by({{'held': held_row, 'judged': judged_row}}, row(place, due, clause_id)))
            from spoken group by indicator_id
        ),
        before as (
            select indicator_id, period_type, period_start + interval 1 year as period_start, value as last_year
            from figures
        )
        select figures.* exclude (held_row), {_VERDICT}, last_year
        from chosen
        inner join figures on chosen.held = figures.held_row
        left join (select * exclude (indicator_id, unit_id, period_type, period_start) from assessed) as assessed
            on chosen.judged = assessed.judged_row
        left join before using (indicator_id, period_type, period_start)
        order by indicator_id
        """,
        unit_id=unit_id,
        unit_number=unit_number(unit_id),
        until=until,
        period_type=period_type,
    )
    return worded(found)


def beside(indicator_id: str, period_type: str, period_start: dt.date) -> pd.DataFrame:
    """The figure of every unit that has one of an indicator and period, with the clause that speaks first, last year.

    All units take hardly longer than one, and what the page of one found the pages of the others know.
    """
    found = _read(
        f"""
        with figures as materialized (
            select {_FIGURE} from marts.fct_indicator
            where boundary = 'as_was' and indicator_id = $indicator_id and period_type = $period_type
                and period_start in ($period_start, cast($period_start - interval 1 year as date))
        ),
        assessed as materialized (
            {_ASSESSED} where indicator_id = $indicator_id and period_type = $period_type
                and period_start = $period_start
        ),
        first as (select min_by(judged_row, row(place, due, clause_id)) as judged_row from assessed group by unit_id)
        select figures.*, {_VERDICT}, last_year
        from figures
        left join (from assessed semi join first using (judged_row)) as assessed
            using (indicator_id, unit_id, period_type, period_start)
        left join (select unit_id, value as last_year from figures where period_start <> $period_start) as before
            using (unit_id)
        where period_start = $period_start and na_reason is distinct from 'not_due'
        order by unit_id
        """,
        indicator_id=indicator_id,
        period_type=period_type,
        period_start=period_start,
    )
    return worded(found)


def compared(unit_ids: list[str], cells: list[tuple[str, str, dt.date]]) -> pd.DataFrame:
    """The figures of several units at the given (indicator, period_type, period_start), one row each."""
    # What is among the lists is few enough to be joined; joined to all there is, names are compared with every row's.
    listed = "indicator_id in $indicator_ids and period_start in $period_starts"
    found = _read(
        f"""
        with cells as (
            select unnest($indicator_ids) as indicator_id, unnest($period_types) as period_type,
                unnest($period_starts) as period_start
        ),
        units as (select unnest($unit_ids) as unit_id),
        figures as (
            from (
                select {_FIGURE} from marts.fct_indicator
                where {listed} and boundary = 'as_was' and na_reason is distinct from 'not_due'
            )
            semi join cells using (indicator_id, period_type, period_start) semi join units using (unit_id)
        ),
        assessed as materialized (
            from ({_ASSESSED} where {listed})
            semi join cells using (indicator_id, period_type, period_start) semi join units using (unit_id)
        ),
        first as (
            select min_by(judged_row, row(place, due, clause_id)) as judged_row
            from assessed group by indicator_id, unit_id
        )
        select figures.*, {_VERDICT}
        from figures
        left join (from assessed semi join first using (judged_row)) as assessed
            using (indicator_id, unit_id, period_type, period_start)
        order by indicator_id, unit_id
        """,
        unit_ids=unit_ids,
        indicator_ids=[cell[0] for cell in cells],
        period_types=[cell[1] for cell in cells],
        period_starts=[cell[2] for cell in cells],
    )
    return worded(found)


def series(unit_id: str, indicator_ids: list[str], until: dt.date) -> pd.DataFrame:
    """Every complete figure of some indicators of a unit up to a day, oldest first."""
    found = _read(
        f"""
        select indicator_id, period_type, period_start, period_end, numerator, denominator, value, coverage, basis
        from marts.fct_indicator
        where {ITSELF} and indicator_id in $indicator_ids and boundary = 'as_was' and period_end <= $until
            and not is_partial and coalesce(na_reason, '') <> 'not_due'
        order by indicator_id, period_type, period_start
        """,
        unit_id=unit_id,
        unit_number=unit_number(unit_id),
        indicator_ids=indicator_ids,
        until=until,
    )
    return labelled(found)


def paths(unit_id: str, clause_id: str, until: dt.date) -> pd.DataFrame:
    """Where a clause's path to its deadline stood at the end of each period."""
    return _read(
        f"""
        select period_end, path_target from marts.fct_assessment
        where {ITSELF} and clause_id = $clause_id and path_target is not null and period_end <= $until
        order by period_end
        """,
        unit_id=unit_id,
        unit_number=unit_number(unit_id),
        clause_id=clause_id,
        until=until,
    )
