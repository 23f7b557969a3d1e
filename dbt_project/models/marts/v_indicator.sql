-- fct_indicator with the names of everything: what an analyst opens first.
{{ config(materialized="view") }}
select
    figures.indicator_id,
    indicators.name_zh,
    indicators.name_en,
    figures.unit_id,
    units.name as unit_name,
    units.full_name,
    units.unit_type,
    units.jurisdiction_id,
    figures.period_type,
    figures.period_start,
    figures.period_end,
    periods.label,
    periods.label_zh,
    periods.label_en,
    figures.boundary,
    figures.numerator,
    figures.denominator,
    figures.value,
    figures.value_low,
    figures.value_high,
    indicators.unit_of_measure,
    figures.coverage,
    figures.na_reason,
    figures.is_partial,
    figures.basis
from {{ ref("fct_indicator") }} as figures
inner join
    {{ ref("dim_indicator") }} as indicators
    on figures.indicator_id = indicators.indicator_id
    and figures.period_end >= indicators.valid_from
    and figures.period_end < coalesce(indicators.valid_to, cast('9999-12-31' as date))
inner join
    {{ ref("dim_period") }} as periods
    on figures.period_type = periods.period_type
    and figures.period_start = periods.period_start
left join
    {{ ref("dim_unit") }} as units
    on figures.unit_id = units.unit_id
    and units.valid_from <= figures.period_end
    and coalesce(units.valid_to, cast('9999-12-31' as date)) > figures.period_end
