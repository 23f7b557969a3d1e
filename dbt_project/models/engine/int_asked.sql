-- What every clause asks of every unit and period at which it is judged: the figure it prints, a multiple of a
-- benchmark, or a norm worked out from what the unit itself has. A norm is asked only at the level it binds: the steps
-- of a sum are not the sum of the steps.
{{ config(meta={"by": "unit", "day": "period"}) }}
with
    held as (
        select
            clauses.*,
            units.unit_id,
            periods.period_start,
            benchmarks.value as benchmark_value,
            {{ at_level("units.unit_type", "clauses.binding_level") }} as at_binding_level,
            clauses.scope <> 'all'
            and units.unit_type in ('community', 'village')
            and coalesce(units.urban_rural, clauses.scope) <> clauses.scope as of_the_other_kind,
            cast(counts.value as double) as counted
        from {{ source("reference", "clause") }} as clauses
        inner join
            {{ source("reference", "indicator_scope") }} as scopes
            on clauses.indicator_id = scopes.indicator_id
            and clauses.period_type = scopes.period_type
        inner join {{ ref("int_unit") }} as units on scopes.unit_type = units.unit_type
        inner join
            {{ ref("int_period") }} as periods
            on units.jurisdiction_id = periods.jurisdiction_id
            and scopes.period_type = periods.period_type
            and units.valid_from <= periods.judged_on
            and units.valid_to > periods.period_start
        left join
            {{ ref("int_benchmark") }} as benchmarks
            on clauses.target_benchmark = benchmarks.benchmark
            and units.unit_id = benchmarks.unit_id
            and year(periods.period_start) = benchmarks.year
        left join
            {{ ref("fct_measure") }} as counts
            on clauses.norm_measure = counts.measure_id
            and units.unit_id = counts.unit_id
            and periods.period_type = counts.period_type
            and periods.period_start = counts.period_start
            and counts.boundary = 'as_was'
    )
select
    clause_id,
    unit_id,
    period_type,
    period_start,
    at_binding_level,
    of_the_other_kind or (at_binding_level and coalesce(counted < norm_from, false)) as out_of_scope,
    coalesce(target_low, target_factor * benchmark_value) as target_low,
    case
        when norm_measure is null
        then coalesce(target_low, target_factor * benchmark_value, target_high)
        when at_binding_level and counted >= coalesce(norm_from, counted)
        then {{ norm_target("counted") }}
    end as target,
    case when at_binding_level then counted end as norm_value,
    norm_measure is not null as is_norm
from held
