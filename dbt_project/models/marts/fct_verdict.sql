-- Units held against the clauses whose units some indicator counts: one row per clause, unit at the clause's binding
-- level and period. meets is empty where there is no figure, or no target, to judge by.
{{ config(meta={"by": "unit", "day": "period"}) }}
with
    counted as (select distinct clause_id from {{ source("reference", "measure") }} where kind = 'units'),
    held as (
        select
            clauses.clause_id,
            clauses.indicator_id,
            figures.unit_id,
            figures.period_type,
            figures.period_start,
            figures.period_end,
            periods.judged_on,
            clauses.comparator,
            clauses.target_high,
            asked.target_low,
            asked.target,
            indicators.precision,
            figures.value,
            coalesce(figures.na_reason, case when asked.target is null then 'no_data' end) as na_reason,
            figures.basis
        from counted
        inner join {{ source("reference", "clause") }} as clauses on counted.clause_id = clauses.clause_id
        inner join
            {{ ref("int_asked") }} as asked
            on clauses.clause_id = asked.clause_id
            and asked.at_binding_level
            and not asked.out_of_scope
        inner join
            {{ ref("int_figure") }} as figures
            on clauses.indicator_id = figures.indicator_id
            and asked.unit_id = figures.unit_id
            and asked.period_type = figures.period_type
            and asked.period_start = figures.period_start
            and figures.boundary = 'as_was'
        inner join
            {{ source("reference", "indicator") }} as indicators
            on figures.indicator_id = indicators.indicator_id
            and figures.period_end >= indicators.valid_from
            and figures.period_end < coalesce(indicators.valid_to, cast('9999-12-31' as date))
        inner join {{ ref("int_unit") }} as units on figures.unit_id = units.unit_id
        inner join
            {{ ref("int_period") }} as periods
            on units.jurisdiction_id = periods.jurisdiction_id
            and figures.period_type = periods.period_type
            and figures.period_start = periods.period_start
    )
select
    clause_id,
    indicator_id,
    unit_id,
    period_type,
    period_start,
    period_end,
    judged_on,
    value,
    comparator,
    target,
    target_high,
    case when na_reason is null then {{ meets("value") }} end as meets,
    na_reason,
    basis
from held
