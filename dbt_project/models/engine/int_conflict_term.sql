-- The terms of conflicts between clauses, on every unit that follows one of their documents: the number, what the
-- clause asks of the unit, what the unit has.
with
    places as (
        select distinct
            conflicts.conflict_id, units.unit_id, periods.period_type, periods.period_start, periods.period_end
        from {{ source("reference", "conflict") }} as conflicts
        inner join
            {{ source("reference", "clause") }} as clauses
            on instr(',' || conflicts.clause_ids || ',', ',' || clauses.clause_id || ',') > 0
        inner join {{ ref("dim_adoption") }} as adoptions on clauses.policy_id = adoptions.policy_id
        inner join
            {{ ref("int_unit") }} as units
            on adoptions.unit_id = units.unit_id
            and instr(',' || conflicts.unit_types || ',', ',' || units.unit_type || ',') > 0
        inner join
            {{ ref("int_period") }} as periods
            on units.jurisdiction_id = periods.jurisdiction_id
            and conflicts.period_type = periods.period_type
            and periods.period_end >= adoptions.adopted_from
            and not periods.is_partial
            and units.valid_from <= periods.judged_on
            and units.valid_to > periods.period_start
    )
select
    places.*,
    terms.side,
    terms.position,
    terms.number,
    terms.clause_id,
    terms.measure_id,
    clauses.unit as asked_unit,
    case
        when terms.bound = 'high' and clauses.target_high is not null
        then clauses.target_high
        else coalesce(asked.target, clauses.target_low, clauses.target_high)
    end as asked,
    coalesce(indicators.factor, 1) as factor,
    cast(counts.value as double) as counted,
    measures.name_zh,
    measures.name_en,
    counts.basis_rank
from places
inner join {{ source("reference", "conflict_term") }} as terms on places.conflict_id = terms.conflict_id
left join {{ source("reference", "clause") }} as clauses on terms.clause_id = clauses.clause_id
left join
    (
        select indicator_id, max(factor) as factor from {{ source("reference", "indicator") }} group by indicator_id
    ) as indicators
    on clauses.indicator_id = indicators.indicator_id
left join
    {{ ref("int_asked") }} as asked
    on terms.clause_id = asked.clause_id
    and places.unit_id = asked.unit_id
    and places.period_type = asked.period_type
    and places.period_start = asked.period_start
left join {{ source("reference", "measure") }} as measures on terms.measure_id = measures.measure_id
left join
    {{ ref("fct_measure") }} as counts
    on terms.measure_id = counts.measure_id
    and places.unit_id = counts.unit_id
    and places.period_type = counts.period_type
    and places.period_start = counts.period_start
    and counts.boundary = 'as_was'
