-- Every clause held against every unit and period at which it is judged: what is asked, from where the path starts, and
-- whether the clause may light a lamp there (printed threshold, required or targeted, at its binding level).
{{ config(meta={"by": "unit", "day": "period"}) }}
with
    held as (
        select
            clauses.clause_id,
            clauses.policy_id,
            clauses.comparator,
            clauses.target_high,
            asked.target_low,
            asked.target,
            asked.norm_value,
            asked.is_norm,
            asked.at_binding_level,
            clauses.deadline,
            clauses.baseline_value,
            clauses.baseline_on,
            policies.effective_from,
            policies.effective_to,
            asked.out_of_scope,
            coalesce(clauses.threshold_origin = 'printed', false)
            and clauses.comparator is not null
            and (clauses.strength = 'required' or clauses.kind = 'target')
            and asked.at_binding_level as is_lit,
            measures.unit as gap_unit,
            measures.unit in ({{ whole_units() }}) as is_whole,
            measures.kind not in ('stock', 'units')
            and (coalesce(bases.kind, 'stock') = 'stock' or indicators.denominator_lag_years > 0) as accumulates,
            -- people of whom a part is counted: those who lack it can be trained, or others hired
            indicators.bounded and measures.unit = '人' and bases.unit = '人' as is_headcount_share,
            indicators.precision,
            indicators.factor,
            case when indicators.denominator is null then 1 else figures.denominator end as base,
            indicators.denominator is not null as is_rate,
            units.unit_type,
            figures.*
        from {{ ref("int_asked") }} as asked
        inner join {{ source("reference", "clause") }} as clauses on asked.clause_id = clauses.clause_id
        inner join {{ source("reference", "policy") }} as policies on clauses.policy_id = policies.policy_id
        inner join
            {{ ref("fct_indicator") }} as figures
            on clauses.indicator_id = figures.indicator_id
            and clauses.period_type = figures.period_type
            and asked.unit_id = figures.unit_id
            and asked.period_start = figures.period_start
            and figures.boundary = 'as_was'
        inner join
            {{ source("reference", "indicator") }} as indicators
            on figures.indicator_id = indicators.indicator_id
            and figures.period_end >= indicators.valid_from
            and figures.period_end < coalesce(indicators.valid_to, cast('9999-12-31' as date))
        inner join {{ source("reference", "measure") }} as measures on indicators.numerator = measures.measure_id
        left join {{ source("reference", "measure") }} as bases on indicators.denominator = bases.measure_id
        inner join {{ ref("int_unit") }} as units on figures.unit_id = units.unit_id
    )
select
    held.*,
    least(held.period_end, periods.as_of) as judged_on,
    coalesce(held.baseline_value, firsts.first_value) as path_from,
    case when held.baseline_value is null then firsts.first_on else held.baseline_on end as path_from_on,
    held.baseline_value is null as baseline_assumed
from held
inner join {{ ref("int_unit") }} as periods on held.unit_id = periods.unit_id
left join {{ ref("int_first") }} as firsts on held.clause_id = firsts.clause_id and held.unit_id = firsts.unit_id
