-- Flows summed over every period asked for, in every cell.
{{ config(meta={"by": "cell", "day": "period"}) }}
with
    needs as (select distinct measure_id, period_type from {{ ref("int_need") }}),
    monthly as (
        select
            rollup.cell_id,
            flow.measure_id,
            rollup.step,
            sum({{ weighted("flow.amount", "rollup.weight") }}) as amount,
            max(flow.basis_rank) as basis_rank
        from {{ ref("int_flow") }} as flow
        inner join
            {{ ref("int_rollup") }} as rollup
            on flow.unit_id = rollup.unit_id
            and {{ month_step("flow.day") }} = rollup.step
        group by rollup.cell_id, flow.measure_id, rollup.step
    ),
    weeks as (select period_start, period_end from {{ ref("dim_period") }} where period_type = 'week')
select
    monthly.cell_id,
    monthly.measure_id,
    periods.period_type,
    periods.period_start,
    sum(monthly.amount) as amount,
    max(monthly.basis_rank) as basis_rank
from monthly
inner join {{ ref("int_month_period") }} as periods on monthly.step = periods.step
inner join needs on monthly.measure_id = needs.measure_id and periods.period_type = needs.period_type
group by monthly.cell_id, monthly.measure_id, periods.period_type, periods.period_start
union all
select
    rollup.cell_id,
    flow.measure_id,
    'week',
    weeks.period_start,
    sum({{ weighted("flow.amount", "rollup.weight") }}),
    max(flow.basis_rank)
from {{ ref("int_flow") }} as flow
inner join needs on flow.measure_id = needs.measure_id and needs.period_type = 'week'
inner join weeks on flow.day between weeks.period_start and weeks.period_end
inner join
    {{ ref("int_rollup") }} as rollup on flow.unit_id = rollup.unit_id and {{ month_step("flow.day") }} = rollup.step
group by rollup.cell_id, flow.measure_id, weeks.period_start
