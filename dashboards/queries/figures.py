"""Figures with the clauses held against them: of a unit, of several, over time."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboards.reading import frame as _read

_VERDICT = """clause_id, status, coalesce(adopted, false) as adopted, coalesce(is_lit and adopted, false) as is_lit,
            target, gap, structural_gap, gap_unit, path_target, path_gap"""
_PRECEDENCE = """row(adopted is not true, is_lit is not true, target is null,
                list_position(['required', 'encouraged', 'exploratory', 'observed'], strength), due, clause_id
            ) as precedence"""
_STRENGTH = "join (select clause_id, strength, deadline as due from marts.dim_clause) using (clause_id)"
# Figures (of the units and periods in `scope`) with the clauses held against them: one row a clause, or one row where
# no clause speaks. Figures that are not due yet say nothing of anybody and are left out. Which clause speaks first: one
# the unit follows, one that binds at its level, one with a target, the strongest, the soonest due.
_JUDGED = f"""
    figures as (
        select indicator_id, unit_id, period_type, period_start, period_end, numerator, denominator, value, coverage,
            na_reason, is_partial, basis
        from marts.fct_indicator {{among}}
        where boundary = 'as_was' and {{scope}} and na_reason is distinct from 'not_due'
    ),
    assessed as (
        select clause_id, indicator_id, unit_id, period_type, period_start, status, is_lit, adopted, target, gap,
            structural_gap, gap_unit, path_target, path_gap
        from marts.fct_assessment {{among}}
        where {{scope}}
    ),
    judged as (
        select figures.*, {_VERDICT}, {_PRECEDENCE}
        from figures
        left join assessed using (indicator_id, unit_id, period_type, period_start)
        left {_STRENGTH}
    )
"""
_WITH_CLAUSE = """
    select chosen.* exclude (precedence), period.label, period.label_zh, period.label_en, clause.policy_title,
        clause.policy_title_en, clause.article, clause.comparator, clause.target_high, clause.deadline,
        clause.responsible_body, clause.responsible_body_en {also}
    from chosen
    inner join marts.dim_period as period using (period_type, period_start)
    {last_year}
    left join marts.dim_clause as clause on chosen.clause_id = clause.clause_id
    order by chosen.indicator_id, chosen.unit_id
"""
_LAST_YEAR = """left join (
        select indicator_id, unit_id, period_type, period_start + interval 1 year as period_start, value from {source}
    ) as before using (indicator_id, unit_id, period_type, period_start)"""


def standings(unit_id: str, until: dt.date, period_type: str) -> pd.DataFrame:
    """For each indicator of a unit: its latest complete figure up to a day, the clause that speaks first, last year.

    Where no clause says at which kind of period it is judged, `period_type` is preferred.
    """
    return _read(
        f"""
        with figures as materialized (
            select indicator_id, unit_id, period_type, period_start, period_end, numerator, denominator, value,
                coverage, na_reason, is_partial, basis
            from marts.fct_indicator where boundary = 'as_was' and unit_id = $unit_id
        ),
        assessed as materialized (
            select clause_id, indicator_id, period_type, period_start, status, is_lit, adopted, target, gap,
                structural_gap, gap_unit, path_target, path_gap, {_PRECEDENCE}
            from marts.fct_assessment {_STRENGTH}
            where unit_id = $unit_id and period_end <= $until and not is_partial
        ),
        judged as (
            select indicator_id, period_type, period_start, period_end, clause_id, precedence
            from figures left join assessed using (indicator_id, period_type, period_start)
            where period_end <= $until and not is_partial and na_reason is distinct from 'not_due'
        ),
        first as (
            select indicator_id, min_by(clause_id, precedence) as clause_id from judged group by indicator_id
        ),
        latest as (
            select judged.indicator_id, first.clause_id, unnest(max_by(
                {{'period_type': period_type, 'period_start': period_start}},
                row(period_end, period_type = $period_type, -epoch(period_start))
            ))
            from judged
            inner join first
                on judged.indicator_id = first.indicator_id and judged.clause_id is not distinct from first.clause_id
            group by judged.indicator_id, first.clause_id
        ),
        chosen as (
            select figures.*, {_VERDICT}, precedence
            from latest
            inner join figures using (indicator_id, period_type, period_start)
            left join assessed using (clause_id, indicator_id, period_type, period_start)
        )
        {_WITH_CLAUSE.format(also=", before.value as last_year", last_year=_LAST_YEAR.format(source="figures"))}
        """,
        unit_id=unit_id,
        until=until,
        period_type=period_type,
    )


def standing(indicator_id: str, unit_id: str, period_type: str, period_start: dt.date) -> pd.DataFrame:
    """One unit's figure of one indicator and period; empty where it is not computed."""
    scope = """unit_id = $unit_id and indicator_id = $indicator_id and period_type = $period_type
        and period_start = $period_start"""
    earlier = """marts.fct_indicator where boundary = 'as_was' and unit_id = $unit_id and indicator_id = $indicator_id
        and period_start between cast($period_start - interval 367 day as date) and $period_start"""
    return _read(
        f"""
        with {_JUDGED.format(among="", scope=scope)}, chosen as (from judged order by precedence limit 1)
        {_WITH_CLAUSE.format(also=", before.value as last_year", last_year=_LAST_YEAR.format(source=earlier))}
        """,
        indicator_id=indicator_id,
        unit_id=unit_id,
        period_type=period_type,
        period_start=period_start,
    )


def compared(unit_ids: list[str], cells: list[tuple[str, str, dt.date]]) -> pd.DataFrame:
    """The figures of several units at the given (indicator, period_type, period_start), one row each."""
    among = "semi join listed using (unit_id) semi join cells using (indicator_id, period_type, period_start)"
    return _read(
        f"""
        with listed as (select unnest($unit_ids) as unit_id),
        cells as (
            select unnest($indicator_ids) as indicator_id, unnest($period_types) as period_type,
                unnest($period_starts) as period_start
        ),
        {_JUDGED.format(among=among, scope="true")},
        chosen as (select unnest(min_by(judged, precedence)) from judged group by indicator_id, unit_id)
        {_WITH_CLAUSE.format(also="", last_year="")}
        """,
        unit_ids=unit_ids,
        indicator_ids=[cell[0] for cell in cells],
        period_types=[cell[1] for cell in cells],
        period_starts=[cell[2] for cell in cells],
    )


def series(unit_id: str, indicator_ids: list[str], until: dt.date) -> pd.DataFrame:
    """Every complete figure of some indicators of a unit up to a day, oldest first."""
    return _read(
        """
        select indicator_id, period_type, period_start, period_end, label, label_zh, label_en,
            numerator, denominator, value, coverage, basis
        from marts.fct_indicator as figures
        inner join marts.dim_period using (period_type, period_start, period_end)
        where unit_id = $unit_id and indicator_id in (select unnest($indicator_ids)) and figures.period_end <= $until
            and boundary = 'as_was' and not is_partial and coalesce(na_reason, '') <> 'not_due'
        order by indicator_id, period_type, period_start
        """,
        unit_id=unit_id,
        indicator_ids=indicator_ids,
        until=until,
    )


def paths(unit_id: str, clause_id: str, until: dt.date) -> pd.DataFrame:
    """Where a clause's path to its deadline stood at the end of each period."""
    return _read(
        """
        select period.period_end, path_target
        from marts.fct_assessment inner join marts.dim_period as period using (period_type, period_start)
        where unit_id = $unit_id and clause_id = $clause_id and path_target is not null
            and period.period_end <= $until
        order by period.period_end
        """,
        unit_id=unit_id,
        clause_id=clause_id,
        until=until,
    )
