-- Nothing is left out in silence: the index of every declared indicator, unit and period, at the unit and period types
-- it declares, while the unit stands and its jurisdiction is judged, is met by rows with either a value or a typed
-- reason; and no row stands outside the index. Built from what is declared, not from the engine's own models.
{{ config(meta={"by": "unit"}) }}
with
    units as (
        select
            jurisdiction_id,
            unit_id,
            max_by(unit_type, valid_from) as unit_type,
            min(valid_from) as first_day,
            max(coalesce(valid_to, cast('9999-12-31' as date))) as last_day
        from {{ ref("dim_unit") }}
        group by jurisdiction_id, unit_id
    ),
    declared as (
        select indicators.indicator_id, units.unit_id, periods.period_type, periods.period_start
        from {{ source("reference", "indicator") }} as indicators
        inner join
            {{ source("reference", "indicator_scope") }} as scopes on indicators.indicator_id = scopes.indicator_id
        inner join units on scopes.unit_type = units.unit_type
        inner join
            {{ ref("dim_jurisdiction") }} as jurisdictions on units.jurisdiction_id = jurisdictions.jurisdiction_id
        inner join
            {{ ref("dim_period") }} as periods
            on scopes.period_type = periods.period_type
            and periods.period_start <= jurisdictions.as_of
            and periods.period_end >= jurisdictions.starts_on
            and units.first_day <= least(periods.period_end, jurisdictions.as_of)
            and units.last_day > periods.period_start
            and periods.period_end >= indicators.valid_from
            and periods.period_end < coalesce(indicators.valid_to, cast('9999-12-31' as date))
    ),
    figures as (
        select indicator_id, unit_id, period_type, period_start, value, na_reason
        from {{ ref("fct_indicator") }}
        where boundary = 'as_was'
    )
select
    coalesce(declared.indicator_id, figures.indicator_id) as indicator_id,
    coalesce(declared.unit_id, figures.unit_id) as unit_id,
    coalesce(declared.period_type, figures.period_type) as period_type,
    coalesce(declared.period_start, figures.period_start) as period_start,
    case
        when figures.indicator_id is null
        then 'no row'
        when declared.indicator_id is null
        then 'not declared'
        else 'neither value nor reason'
    end as finding
from declared
full outer join
    figures
    on declared.indicator_id = figures.indicator_id
    and declared.unit_id = figures.unit_id
    and declared.period_type = figures.period_type
    and declared.period_start = figures.period_start
where
    figures.indicator_id is null
    or declared.indicator_id is null
    or (figures.value is null) = (figures.na_reason is null)
