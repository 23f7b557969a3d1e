-- Both sides of every indicator that is made of measures, put together before they are divided: one row per indicator,
-- unit, period and boundary.
{{ config(meta={"by": "unit", "day": "period", "reach": 400}) }}
select
    indicators.indicator_id,
    cells.unit_id,
    cells.boundary,
    cells.cell_id,
    units.jurisdiction_id,
    periods.period_type,
    periods.period_start,
    periods.period_end,
    periods.judged_on,
    periods.is_partial,
    units.as_of,
    datasets.due_day,
    indicators.factor,
    indicators.bounded,
    indicators.denominator is null as is_count,
    {{ indicator_side_value("numerator") }} as numerator,
    {{ indicator_side_value("denominator") }} as denominator,
    numerator.slots_due,
    numerator.slots_reported,
    numerator.coverage as numerator_coverage,
    denominator.coverage as denominator_coverage,
    greatest(
        numerator.basis_rank,
        coalesce(denominator.basis_rank, 0),
        coalesce(numerator_benchmark.basis_rank, 0),
        coalesce(denominator_benchmark.basis_rank, 0)
    ) as basis_rank
from {{ source("reference", "indicator") }} as indicators
inner join {{ source("reference", "indicator_scope") }} as scopes on indicators.indicator_id = scopes.indicator_id
inner join {{ ref("int_unit") }} as units on scopes.unit_type = units.unit_type
inner join {{ ref("int_cell") }} as cells on units.unit_id = cells.unit_id
inner join
    {{ ref("int_period") }} as periods
    on units.jurisdiction_id = periods.jurisdiction_id
    and scopes.period_type = periods.period_type
    and periods.period_end >= indicators.valid_from
    and periods.period_end < coalesce(indicators.valid_to, cast('9999-12-31' as date))
inner join
    {{ source("reference", "measure") }} as measures
    on indicators.numerator = measures.measure_id
    and measures.kind <> 'units'
left join
    {{ source("reference", "dataset") }} as datasets on measures.dataset = datasets.dataset
    {{ indicator_side("numerator") }} {{ indicator_side("denominator") }}
where cells.boundary <> 'as_was' or (units.valid_from <= periods.judged_on and units.valid_to > periods.period_start)
