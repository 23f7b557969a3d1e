"""Figures with the clauses held against them: of a unit, of several, over time, and those that fall short."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboards.reading import frame as _read

# Figures (of the units and periods in `scope`) with the clauses held against them: one row a clause, or one row where
# no clause speaks. Figures that are not due yet say nothing of anybody and are left out. Which clause speaks first: one
# the unit follows, one that binds at its level, one with a target, the strongest, the soonest due.
_JUDGED = """
    figures as (
        select indicator_id, unit_id, period_type, period_start, period_end, numerator, denominator, value, coverage,
            na_reason, is_partial, basis
        from marts.fct_indicator
        where boundary = 'as_was' and {scope} and coalesce(na_reason, '') <> 'not_due'
    ),
    assessed as (
        select clause_id, indicator_id, unit_id, period_type, period_start, status, is_lit, adopted, target, gap,
            structural_gap, gap_unit, path_target, path_gap
        from marts.fct_assessment
        where {scope}
    ),
    judged as (
        select * exclude (is_lit, adopted, strength, due), coalesce(adopted, false) as adopted,
            coalesce(is_lit and adopted, false) as is_lit,
            row_number() over (order by
                coalesce(adopted, false) desc, coalesce(is_lit, false) desc, target is not null desc,
                list_position(['required', 'encouraged', 'exploratory', 'observed'], strength), due, clause_id
            ) as precedence
        from figures
        left join assessed using (indicator_id, unit_id, period_type, period_start)
        left join (select clause_id, strength, deadline as due from marts.dim_clause) using (clause_id)
    )
"""
_WITH_CLAUSE = """
    select chosen.*, period.label, period.label_zh, period.label_en, clause.policy_title, clause.policy_title_en,
        clause.article, clause.comparator, clause.target_high, clause.deadline, clause.responsible_body,
        clause.responsible_body_en {also}
    from chosen
    inner join marts.dim_period as period using (period_type, period_start)
    {last_year}
    left join marts.dim_clause as clause on chosen.clause_id = clause.clause_id
    order by chosen.indicator_id, chosen.unit_id
"""
_WITH_LAST_YEAR = _WITH_CLAUSE.format(
    also=", before.value as last_year",
    last_year="""left join (
        select indicator_id, unit_id, period_type, period_start + interval 1 year as period_start, value
        from marts.fct_indicator where boundary = 'as_was' and unit_id = $unit_id
    ) as before using (indicator_id, unit_id, period_type, period_start)""",
)
BELOW = """
    below as (
        select distinct unit_id from marts.dim_unit_tree
        where tree = 'administrative' and ancestor_id = $unit_id
            and $until >= valid_from and $until < coalesce(valid_to, date '9999-12-31')
    )
"""
NAMES = """
    names as (
        select unit_id, max_by(name, valid_from) as unit_name, max_by(code, valid_from) as unit_code
        from marts.dim_unit group by unit_id
    )
"""
# Every clause that binds the unit or one below it, as it stands last; what is not due yet is passed over, and so is
# what a document asked that is over.
_LIT = """
    pending as (
        select indicator_id, unit_id, period_type, period_start
        from marts.fct_indicator
        where boundary = 'as_was' and na_reason = 'not_due' and not is_partial
            and unit_id in (select unit_id from below)
    ),
    lit as (
        select *
        from marts.fct_assessment
        where is_lit and adopted and not is_partial and period_end <= $until and unit_id in (select unit_id from below)
            and (indicator_id, unit_id, period_type, period_start) not in (from pending)
            and clause_id not in (
                select clause_id from marts.dim_clause inner join marts.dim_policy using (policy_id)
                where effective_to < $until
            )
        qualify row_number() over (partition by clause_id, unit_id order by period_end desc) = 1
    )
"""


def standings(unit_id: str, until: dt.date, period_type: str) -> pd.DataFrame:
    """For each indicator of a unit: its latest complete figure up to a day, the clause that speaks first, last year.

    Where no clause says at which kind of period it is judged, `period_type` is preferred.
    """
    scope = "unit_id = $unit_id and period_end <= $until and not is_partial"
    return _read(
        f"""
        with {_JUDGED.format(scope=scope)},
        first as (
            select indicator_id, min_by(clause_id, precedence) as clause_id from judged group by indicator_id
        ),
        chosen as (
            select judged.* from judged
            inner join first
                on judged.indicator_id = first.indicator_id and judged.clause_id is not distinct from first.clause_id
            qualify row_number() over (
                partition by judged.indicator_id
                order by period_end desc, period_type = $period_type desc, period_start
            ) = 1
        )
        {_WITH_LAST_YEAR}
        """,
        unit_id=unit_id,
        until=until,
        period_type=period_type,
    )


def standing(indicator_id: str, unit_id: str, period_type: str, period_start: dt.date) -> pd.DataFrame:
    """One unit's figure of one indicator and period; empty where it is not computed."""
    scope = """unit_id = $unit_id and indicator_id = $indicator_id and period_type = $period_type
        and period_start = $period_start"""
    return _read(
        f"""
        with {_JUDGED.format(scope=scope)}, chosen as (select * from judged order by precedence limit 1)
        {_WITH_LAST_YEAR}
        """,
        indicator_id=indicator_id,
        unit_id=unit_id,
        period_type=period_type,
        period_start=period_start,
    )


def compared(unit_ids: list[str], cells: list[tuple[str, str, dt.date]]) -> pd.DataFrame:
    """The figures of several units at the given (indicator, period_type, period_start), one row each."""
    scope = """unit_id in (select unnest($unit_ids)) and (indicator_id, period_type, period_start) in (
        select (unnest($indicator_ids), unnest($period_types), unnest($period_starts)))"""
    return _read(
        f"""
        with {_JUDGED.format(scope=scope)},
        chosen as (
            select * from judged
            qualify row_number() over (partition by indicator_id, unit_id order by precedence) = 1
        )
        {_WITH_CLAUSE.format(also="", last_year="")}
        """,
        unit_ids=unit_ids,
        indicator_ids=[cell[0] for cell in cells],
        period_types=[cell[1] for cell in cells],
        period_starts=[cell[2] for cell in cells],
    )


def matters(unit_id: str, until: dt.date) -> pd.DataFrame:
    """The five worst shortfalls of clauses that bind, in the unit and below, headline indicators first.

    Two units an indicator come before a third.
    """
    return _read(
        f"""
        with {BELOW}, {_LIT},
        short as (
            select lit.*, clause.* exclude (clause_id, indicator_id, period_type, unit),
                (status = 'missed', lit.unit_id = $unit_id,
                    abs(coalesce(path_target, target) - value) / nullif(abs(target), 0)) as weight
            from lit inner join marts.dim_clause as clause using (clause_id)
            where status in ('missed', 'behind') and value is not null
            qualify row_number() over (
                partition by lit.indicator_id, lit.unit_id order by weight desc, deadline, clause_id
            ) = 1
        ),
        placed as (
            select *, row_number() over (partition by indicator_id order by weight desc, unit_id) as place from short
        ),
        {NAMES}
        select placed.*, null as na_reason, unit_name, unit_code, label, label_zh, label_en
        from placed
        inner join marts.dim_period using (period_type, period_start)
        inner join names using (unit_id)
        inner join (select indicator_id, bool_or(headline) as headline from marts.dim_indicator group by all)
            using (indicator_id)
        order by place > 2, headline desc, weight desc, indicator_id, unit_code
        limit 5
        """,
        unit_id=unit_id,
        until=until,
    )


def lights(unit_id: str, until: dt.date) -> pd.DataFrame:
    """For the unit and each below it: how many clauses that bind it stand at each status."""
    return _read(
        f"""
        with {BELOW}, {_LIT},
        shown as (
            select unit_id,
                case when coverage < 1 and status in ('met', 'on_track') then 'monitored' else status end as status
            from lit
        )
        select unit_id, status, cast(count(*) as integer) as clauses from shown group by all
        """,
        unit_id=unit_id,
        until=until,
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
