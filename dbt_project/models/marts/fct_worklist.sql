-- One row per unit and clause that binds it and that it falls short of, in the latest complete period: what is missing,
-- who must act, by when, and what the unit last said of it.
with
    verdicts as (
        select *
        from {{ ref("fct_assessment") }}
        where adopted and is_lit and not is_partial and status not in ('no_data', 'not_applicable')
    ),
    latest as (
        select
            clause_id,
            unit_id,
            max(period_start) as period_start,
            max(case when status not in ('missed', 'behind') then period_end end) as well_until
        from verdicts
        group by clause_id, unit_id
    ),
    spells as (
        select verdicts.clause_id, verdicts.unit_id, min(verdicts.period_start) as short_since
        from verdicts
        inner join latest on verdicts.clause_id = latest.clause_id and verdicts.unit_id = latest.unit_id
        where latest.well_until is null or verdicts.period_start > latest.well_until
        group by verdicts.clause_id, verdicts.unit_id
    ),
    follow_ups as (
        select
            follow_ups.*,
            row_number() over (partition by unit_id, clause_id order by stated_on desc, received_at desc) as recency
        from {{ ref("fct_follow_up") }} as follow_ups
    )
select
    gaps.unit_id,
    gaps.clause_id,
    gaps.indicator_id,
    gaps.period_type,
    gaps.period_start,
    gaps.period_end,
    spells.short_since,
    gaps.status,
    gaps.numerator,
    gaps.denominator,
    gaps.value,
    gaps.target,
    gaps.path_target,
    gaps.gap,
    gaps.structural_gap,
    gaps.gap_unit,
    clauses.responsible_body,
    clauses.responsible_body_en,
    coalesce(clauses.deadline, following.period_end) as due_on,
    coalesce(follow_ups.state, 'not_started') as follow_up_state,
    follow_ups.stated_on as followed_up_on,
    follow_ups.promised_on,
    follow_ups.assigned_to,
    follow_ups.remark,
    coalesce(
        least(follow_ups.promised_on, coalesce(clauses.deadline, following.period_end)),
        clauses.deadline,
        following.period_end
    )
    < units.as_of as is_overdue,
    gaps.basis
from verdicts as gaps
inner join
    latest
    on gaps.clause_id = latest.clause_id
    and gaps.unit_id = latest.unit_id
    and gaps.period_start = latest.period_start
inner join spells on gaps.clause_id = spells.clause_id and gaps.unit_id = spells.unit_id
inner join {{ ref("dim_clause") }} as clauses on gaps.clause_id = clauses.clause_id
inner join {{ ref("int_unit") }} as units on gaps.unit_id = units.unit_id
left join
    {{ ref("dim_period") }} as following
    on gaps.period_type = following.period_type
    and following.period_start = {{ add_days("gaps.period_end", 1) }}
left join
    follow_ups on gaps.unit_id = follow_ups.unit_id and gaps.clause_id = follow_ups.clause_id and follow_ups.recency = 1
where gaps.status in ('missed', 'behind')
