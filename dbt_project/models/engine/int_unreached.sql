-- What the denominator holds of units whose numerator did not (all) arrive, by indicator, period and cell.
-- absent: denominators of units that sent nothing. headroom: how much the numerator could still grow.
with
    base_units as (
        select unit_id, jurisdiction_id from {{ ref("int_unit") }} where unit_type in ('community', 'village')
    ),
    behind as (
        select
            indicators.indicator_id,
            base_units.unit_id,
            base_units.jurisdiction_id,
            counted.period_type,
            counted.period_start,
            counted.value as numerator,
            base.value as denominator
        from {{ source("reference", "indicator") }} as indicators
        inner join {{ ref("fct_measure") }} as counted on indicators.numerator = counted.measure_id
        inner join base_units on counted.unit_id = base_units.unit_id
        inner join
            {{ ref("fct_measure") }} as base
            on indicators.denominator = base.measure_id
            and counted.unit_id = base.unit_id
            and counted.period_type = base.period_type
            and counted.period_start = base.period_start
            and base.boundary = 'as_was'
        where counted.boundary = 'as_was' and counted.slots_reported < counted.slots_due and base.value is not null
    )
select
    behind.indicator_id,
    rollup.cell_id,
    behind.period_type,
    behind.period_start,
    sum(case when behind.numerator is null then behind.denominator * rollup.weight else 0 end) as absent,
    sum(greatest(behind.denominator - coalesce(behind.numerator, 0), 0) * rollup.weight) as headroom
from behind
inner join
    {{ ref("int_period") }} as periods
    on behind.jurisdiction_id = periods.jurisdiction_id
    and behind.period_type = periods.period_type
    and behind.period_start = periods.period_start
inner join {{ ref("int_rollup") }} as rollup on behind.unit_id = rollup.unit_id and periods.judged_step = rollup.step
group by behind.indicator_id, rollup.cell_id, behind.period_type, behind.period_start
