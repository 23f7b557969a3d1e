-- What the denominator holds of units whose numerator did not (all) arrive, by indicator, period and cell.
-- absent: denominators of units that sent nothing. headroom: how much the numerator could still grow.
{{ config(meta={"by": "cell", "day": "period"}) }}
select
    behind.indicator_id,
    rollup.cell_id,
    behind.period_type,
    behind.period_start,
    sum(case when behind.numerator is null then behind.denominator * rollup.weight else 0 end) as absent,
    sum(greatest(behind.denominator - coalesce(behind.numerator, 0), 0) * rollup.weight) as headroom
from {{ ref("int_indicator") }} as behind
inner join {{ ref("int_unit") }} as units on behind.unit_id = units.unit_id
inner join
    {{ ref("int_rollup") }} as rollup
    on behind.unit_id = rollup.unit_id
    and {{ month_step("behind.judged_on") }} = rollup.step
where
    behind.boundary = 'as_was'
    and units.unit_type in ('community', 'village')
    and behind.slots_reported < behind.slots_due
    and behind.denominator is not null
group by behind.indicator_id, rollup.cell_id, behind.period_type, behind.period_start
