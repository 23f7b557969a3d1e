-- One row per clause, unit and period at which the clause is judged: every unit is held against every document;
-- `adopted`
-- tells which ones bind it. Incomplete data is never green, nor red while what is missing could still change the
-- verdict.
with
    structural as (
        select tree.ancestor_id as unit_id, paths.clause_id, paths.period_start, sum(paths.gap) as structural_gap
        from {{ ref("int_path") }} as paths
        inner join
            {{ ref("dim_unit_tree") }} as tree
            on paths.unit_id = tree.unit_id
            and tree.tree = 'administrative'
            and tree.valid_from <= paths.judged_on
            and coalesce(tree.valid_to, cast('9999-12-31' as date)) > paths.judged_on
        where
            -- a norm has a target, and so a gap, only at the level it binds
            (paths.is_norm or (paths.unit_type in ('community', 'village') and paths.is_rate))
            and not paths.out_of_scope
        group by tree.ancestor_id, paths.clause_id, paths.period_start
    )
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
    case
        when paths.judged_on < paths.deadline
        then paths.gap / ({{ days_between("paths.judged_on", "paths.deadline") }} / 30.4375)
    end as required_pace,
    case
        when paths.meets_target
        then paths.judged_on
        else {{ add_days("paths.judged_on", days_to_target("pace.per_day")) }}
    end as projected_on,
    case
        when paths.meets_target
        then paths.judged_on
        else
            {{
                add_days(
                    "paths.judged_on",
                    "least(" ~ days_to_target("pace.per_day_low") ~ ", " ~ days_to_target("pace.per_day_high") ~ ")",
                )
            }}
    end as projected_low_on,
    case
        when paths.meets_target
        then paths.judged_on
        -- where the slow end of the interval never gets there, nobody can say when at the latest
        when {{ days_to_target("pace.per_day_low") }} + {{ days_to_target("pace.per_day_high") }} is not null
        then
            {{
                add_days(
                    "paths.judged_on",
                    "greatest("
                    ~ days_to_target("pace.per_day_low")
                    ~ ", "
                    ~ days_to_target("pace.per_day_high")
                    ~ ")",
                )
            }}
    end as projected_high_on,
    case when paths.is_headcount_share and paths.comparator in ('>=', '>') then paths.gap end as to_train,
    {{ to_hire() }} as to_hire,
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
    structural
    on paths.clause_id = structural.clause_id
    and paths.unit_id = structural.unit_id
    and paths.period_start = structural.period_start
left join
    {{ ref("int_pace") }} as pace
    on paths.clause_id = pace.clause_id
    and paths.unit_id = pace.unit_id
    and paths.period_start = pace.period_start
left join
    {{ ref("dim_adoption") }} as adoptions
    on paths.unit_id = adoptions.unit_id
    and paths.policy_id = adoptions.policy_id
