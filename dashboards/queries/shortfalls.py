"""What falls short among the clauses that bind a unit and those below it, and how many stand at each status."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboards.reading import frame as _read

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
