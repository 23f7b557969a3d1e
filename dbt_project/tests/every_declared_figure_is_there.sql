-- Nothing is left out in silence: the index of every declared indicator, unit and period, at the unit and period types
-- it declares, while the unit stands and its jurisdiction is judged, is met by rows with either a value or a typed
-- reason; and no row stands outside the index. Built from what is declared, not from the engine's own models.
-- (Units and periods first: joined one after the other to what is asked of them, they take forty times as long.)
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
    unit_periods as materialized(
        select units.unit_id, units.unit_type, periods.period_type, periods.period_start, periods.period_end
        from units
        inner join
            {{ ref("dim_jurisdiction") }} as jurisdictions on units.jurisdiction_id = jurisdictions.jurisdiction_id
        inner join
            {{ ref("dim_period") }} as periods
            on periods.period_start <= jurisdictions.as_of
            and periods.period_end >= jurisdictions.starts_on
            and units.first_day <= least(periods.period_end, jurisdictions.as_of)
            and units.last_day > periods.period_start
    ),
    asked as materialized(
        select indicators.indicator_id, indicators.valid_from, indicators.valid_to, scopes.unit_type, scopes.period_type
        from {{ source("reference", "indicator") }} as indicators
        inner join
            {{ source("reference", "indicator_scope") }} as scopes on indicators.indicator_id = scopes.indicator_id
    ),
    declared as (
        select asked.indicator_id, unit_periods.unit_id, unit_periods.period_type, unit_periods.period_start
        from unit_periods
        inner join
            asked
            on unit_periods.unit_type = asked.unit_type
            and unit_periods.period_type = asked.period_type
            and unit_periods.period_end >= asked.valid_from
            and unit_periods.period_end < coalesce(asked.valid_to, cast('9999-12-31' as date))
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
