-- Indicators that count units: how many meet a clause, of those it judges, at the clause's level below or at the unit.
-- Units whose figure has not come could still go either way: the bounds say how far.
{{ config(meta={"by": "cell", "day": "period"}) }}
with
    rolled as (
        select
            verdicts.clause_id,
            rollup.cell_id,
            verdicts.period_type,
            verdicts.period_start,
            sum(case when verdicts.meets then rollup.weight else 0 end) as meeting,
            sum(case when verdicts.meets is not null then rollup.weight else 0 end) as judged,
            sum(case when verdicts.na_reason in ('no_data', 'not_due') then rollup.weight else 0 end) as awaited,
            max(case when verdicts.na_reason <> 'not_applicable' then verdicts.na_reason end) as na_reason,
            max({{ basis_rank("verdicts.basis") }}) as basis_rank
        from {{ ref("fct_verdict") }} as verdicts
        inner join
            {{ ref("int_rollup") }} as rollup
            on verdicts.unit_id = rollup.unit_id
            and {{ month_step("verdicts.judged_on") }} = rollup.step
        group by verdicts.clause_id, rollup.cell_id, verdicts.period_type, verdicts.period_start
    ),
    shares as (
        select
            indicators.indicator_id,
            units.unit_id,
            periods.period_type,
            periods.period_start,
            periods.period_end,
            cells.boundary,
            indicators.denominator is null as is_count,
            indicators.factor,
            case when rolled.judged > 0 then cast(rolled.meeting as double) end as numerator,
            case when rolled.judged > 0 then cast(rolled.judged as double) end as judged,
            cast(rolled.judged + rolled.awaited as double) as due,
            coalesce(rolled.na_reason, 'not_applicable') as na_reason,
            periods.is_partial,
            {{ basis_name("coalesce(rolled.basis_rank, units.basis_rank)") }} as basis
        from {{ source("reference", "indicator") }} as indicators
        inner join
            {{ source("reference", "measure") }} as measures
            on indicators.numerator = measures.measure_id
            and measures.kind = 'units'
        inner join
            {{ source("reference", "indicator_scope") }} as scopes on indicators.indicator_id = scopes.indicator_id
        inner join {{ ref("int_unit") }} as units on scopes.unit_type = units.unit_type
        inner join {{ ref("int_cell") }} as cells on units.unit_id = cells.unit_id
        inner join
            {{ ref("int_period") }} as periods
            on units.jurisdiction_id = periods.jurisdiction_id
            and scopes.period_type = periods.period_type
            and periods.period_end >= indicators.valid_from
            and periods.period_end < coalesce(indicators.valid_to, cast('9999-12-31' as date))
        left join
            rolled
            on measures.clause_id = rolled.clause_id
            and cells.cell_id = rolled.cell_id
            and periods.period_type = rolled.period_type
            and periods.period_start = rolled.period_start
        where
            cells.boundary <> 'as_was'
            or (units.valid_from <= periods.judged_on and units.valid_to > periods.period_start)
    )
select
    indicator_id,
    unit_id,
    period_type,
    period_start,
    period_end,
    boundary,
    numerator,
    case when not is_count then judged end as denominator,
    numerator / case when is_count then 1 else judged end * factor as value,
    case when numerator is not null then numerator / case when is_count then 1 else due end * factor end as value_low,
    case
        when numerator is not null then (numerator + due - judged) / case when is_count then 1 else due end * factor
    end as value_high,
    coalesce(judged, 0) / nullif(due, 0) as coverage,
    case when numerator is null then na_reason end as na_reason,
    is_partial,
    basis
from shares
