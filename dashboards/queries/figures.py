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
        from marts.fct_indicator {among}
        where boundary = 'as_was' and {scope} and na_reason is distinct from 'not_due'
    ),
    assessed as (
        select clause_id, indicator_id, unit_id, period_type, period_start, status, is_lit, adopted, target, gap,
            structural_gap, gap_unit, path_target, path_gap
        from marts.fct_assessment {among}
        where {scope}
    ),
    judged as (
        select * exclude (is_lit, adopted, strength, due), coalesce(adopted, false) as adopted,
            coalesce(is_lit and adopted, false) as is_lit,
            row(adopted is not true, is_lit is not true, target is null,
                list_position(['required', 'encouraged', 'exploratory', 'observed'], strength), due, clause_id
            ) as precedence
        from figures
        left join assessed using (indicator_id, unit_id, period_type, period_start)
        left join (select clause_id, strength, deadline as due from marts.dim_clause) using (clause_id)
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
# The latest verdict of every clause that binds the unit or one below it; what is not due yet is passed over, and so is
# what a document asked that is over. Units are told apart after the rows are laid by: joined to what is being read,
# their names would be compared with those of every row there is.
_LIT = """
    ended as (
        select clause_id from marts.dim_clause inner join marts.dim_policy using (policy_id) where effective_to < $until
    ),
    laid as materialized (
        select fct_assessment.rowid as held_row, clause_id, indicator_id, unit_id, period_type, period_start,
            period_end, value, coverage, status, target, path_target
        from marts.fct_assessment anti join ended using (clause_id)
        where is_lit and adopted and not is_partial and period_end <= $until
    ),
    bound as (from laid semi join below using (unit_id)),
    pending as (
        select indicator_id, unit_id, period_type, period_start
        from marts.fct_indicator
        semi join (from bound where value is null) as silent using (indicator_id, unit_id, period_type, period_start)
        where boundary = 'as_was' and na_reason = 'not_due'
    ),
    binding as (
        from bound where value is not null
        union all
        from bound anti join pending using (indicator_id, unit_id, period_type, period_start) where value is null
    ),
    lit as (
        from bound semi join (select max_by(held_row, period_end) as held_row from binding group by clause_id, unit_id)
            using (held_row)
    )
"""


def standings(unit_id: str, until: dt.date, period_type: str) -> pd.DataFrame:
    """For each indicator of a unit: its latest complete figure up to a day, the clause that speaks first, last year.

    Where no clause says at which kind of period it is judged, `period_type` is preferred.
    """
    scope = "unit_id = $unit_id and period_end <= $until and not is_partial"
    return _read(
        f"""
        with {_JUDGED.format(among="", scope=scope)},
        first as (
            select indicator_id, min_by(clause_id, precedence) as clause_id from judged group by indicator_id
        ),
        chosen as (
            select unnest(max_by(judged, row(period_end, period_type = $period_type, -epoch(period_start))))
            from judged
            inner join first
                on judged.indicator_id = first.indicator_id and judged.clause_id is not distinct from first.clause_id
            group by judged.indicator_id
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
        with {_JUDGED.format(among="", scope=scope)}, chosen as (select * from judged order by precedence limit 1)
        {_WITH_LAST_YEAR}
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


def matters(unit_id: str, until: dt.date) -> pd.DataFrame:
    """The five worst shortfalls of clauses that bind, in the unit and below, headline indicators first.

    Two units an indicator come before a third.
    """
    return _read(
        f"""
        with {BELOW}, {_LIT},
        weighed as (
            select indicator_id, unit_id, clause_id, deadline, row(status <> 'missed', unit_id <> $unit_id,
                -coalesce(abs(coalesce(path_target, target) - value) / nullif(abs(target), 0), 'infinity')) as lightness
            from lit inner join (select clause_id, deadline from marts.dim_clause) using (clause_id)
            where status in ('missed', 'behind') and value is not null
        ),
        short as (
            select indicator_id, unit_id, min(lightness) as lightness,
                min_by(clause_id, row(lightness, deadline, clause_id)) as clause_id
            from weighed group by indicator_id, unit_id
        ),
        placed as (
            select *, row_number() over (partition by indicator_id order by lightness, unit_id) as place from short
        ),
        {NAMES},
        worst as (
            select clause_id, unit_id, unit_name, unit_code,
                row_number() over (order by place > 2, headline desc, lightness, indicator_id, unit_code) as position
            from placed
            inner join names using (unit_id)
            inner join (select indicator_id, bool_or(headline) as headline from marts.dim_indicator group by all)
                using (indicator_id)
            qualify position <= 5
        )
        select held.clause_id, held.indicator_id, held.unit_id, held.period_type, held.period_start, held.period_end,
            held.numerator, held.denominator, held.value, held.coverage, held.is_partial, held.basis, held.status,
            held.is_lit, held.adopted, held.target, held.gap, held.structural_gap, held.gap_unit, held.path_target,
            held.path_gap, null as na_reason, clause.policy_title, clause.policy_title_en, clause.policy_short_title,
            clause.policy_short_title_en, clause.article, clause.comparator, clause.target_high, clause.deadline,
            clause.responsible_body, clause.responsible_body_en, unit_name, unit_code, label, label_zh, label_en
        from worst
        inner join lit using (clause_id, unit_id)
        inner join marts.fct_assessment as held on lit.held_row = held.rowid
        inner join marts.dim_clause as clause on held.clause_id = clause.clause_id
        inner join marts.dim_period as period
            on held.period_type = period.period_type and held.period_start = period.period_start
        order by position
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
