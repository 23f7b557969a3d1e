-- One row per clause, unit and period at which the clause is judged: every unit is held against every document, adopted
-- tells which ones bind it. Incomplete data is never green, nor red while what is missing could still change the
-- verdict.
{{ config(meta={"by": "unit", "day": "period"}) }}
select
    paths.clause_id,
    paths.indicator_id,
    paths.unit_id,
    paths.period_type,
    paths.period_start,
    paths.period_end,
    paths.numerator,
    paths.denominator,
    paths.value,
    paths.target,
    paths.path_target,
    paths.norm_value,
    case
        when paths.na_reason = 'not_applicable' or paths.out_of_scope
        then 'not_applicable'
        -- A document binds from its own and the adopter's first day; a what-if has no such day.
        when
            adoptions.adopted_from is not null
            and paths.period_end < greatest(paths.effective_from, adoptions.adopted_from)
        then 'not_applicable'
        when paths.value is null or (paths.is_norm and paths.at_binding_level and paths.target is null)
        then 'no_data'
        when paths.period_end > paths.effective_to
        then 'expired'
        when not paths.is_lit or paths.target is null
        then 'monitored'
        when paths.meets_target
        then case when paths.surely_met then 'met' else 'monitored' end
        when paths.path_target is not null and paths.meets_path
        then case when paths.surely_on_path then 'on_track' else 'monitored' end
        when paths.path_target is not null
        then case when paths.surely_off_path then 'behind' else 'monitored' end
        else case when paths.surely_not_met then 'missed' else 'monitored' end
    end as status,
    paths.gap,
    paths.path_gap,
    structural.structural_gap,
    paths.gap_unit,
    ahead.required_pace,
    ahead.projected_on,
    ahead.projected_low_on,
    ahead.projected_high_on,
    ahead.to_train,
    ahead.to_hire,
    coalesce(adoptions.adopted_from <= paths.period_end, false) as adopted,
    paths.is_lit,
    paths.is_partial,
    paths.coverage,
    paths.path_from,
    paths.path_from_on,
    paths.baseline_assumed,
    paths.basis
from {{ ref("int_path") }} as paths
left join
    {{ ref("int_structural") }} as structural
    on paths.clause_id = structural.clause_id
    and paths.unit_id = structural.unit_id
    and paths.period_start = structural.period_start
left join
    {{ ref("int_ahead") }} as ahead
    on paths.clause_id = ahead.clause_id
    and paths.unit_id = ahead.unit_id
    and paths.period_start = ahead.period_start
left join
    {{ ref("dim_adoption") }} as adoptions
    on paths.unit_id = adoptions.unit_id
    and paths.policy_id = adoptions.policy_id
