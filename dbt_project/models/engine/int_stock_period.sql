-- Stocks as of the last day of every period asked for (the as-of date where the period still runs), in every cell.
{{ config(meta={"by": "cell", "day": "period"}) }}
with
    needs as (select distinct measure_id, period_type from {{ ref("int_need") }}),
    calendars as (
        select distinct measure_id, case period_type when 'week' then 'week' else 'month' end as period_type from needs
    ),
    spans as (
        select jurisdiction_id, period_type, step_from as step, period_start, judged_on, judged_step
        from {{ ref("int_period") }}
        where period_type in ('month', 'week')
    ),
    first_days as (
        select jurisdiction_id, period_type, min(period_start) as first_day
        from spans
        group by jurisdiction_id, period_type
    ),
    changes as (
        select
            stock.unit_id,
            stock.measure_id,
            spans.jurisdiction_id,
            spans.period_type,
            spans.step,
            sum(stock.change) as change,
            max(stock.basis_rank) as basis_rank
        from {{ ref("int_stock") }} as stock
        inner join calendars on stock.measure_id = calendars.measure_id
        inner join {{ ref("int_unit") }} as units on stock.unit_id = units.unit_id
        inner join
            first_days
            on units.jurisdiction_id = first_days.jurisdiction_id
            and calendars.period_type = first_days.period_type
        inner join
            spans
            on units.jurisdiction_id = spans.jurisdiction_id
            and calendars.period_type = spans.period_type
            and greatest(stock.day, first_days.first_day) between spans.period_start and spans.judged_on
        group by stock.unit_id, stock.measure_id, spans.jurisdiction_id, spans.period_type, spans.step
    ),
    begins as (
        select unit_id, measure_id, jurisdiction_id, period_type, min(step) as step
        from changes
        group by unit_id, measure_id, jurisdiction_id, period_type
    ),
    levels as (
        select
            begins.unit_id,
            begins.measure_id,
            begins.jurisdiction_id,
            begins.period_type,
            spans.step,
            spans.judged_step,
            sum(coalesce(changes.change, 0)) over so_far as level,
            max(changes.basis_rank) over so_far as basis_rank
        from begins
        inner join
            spans
            on begins.jurisdiction_id = spans.jurisdiction_id
            and begins.period_type = spans.period_type
            and begins.step <= spans.step
        left join
            changes
            on begins.unit_id = changes.unit_id
            and begins.measure_id = changes.measure_id
            and begins.period_type = changes.period_type
            and spans.step = changes.step
        window
            so_far as (
                partition by begins.unit_id, begins.measure_id, begins.period_type
                order by spans.step
                rows between unbounded preceding and current row
            )
    ),
    rolled as (
        select
            rollup.cell_id,
            levels.measure_id,
            levels.jurisdiction_id,
            levels.period_type,
            levels.step,
            sum({{ weighted("levels.level", "rollup.weight") }}) as amount,
            max(levels.basis_rank) as basis_rank
        from levels
        inner join
            {{ ref("int_rollup") }} as rollup on levels.unit_id = rollup.unit_id and levels.judged_step = rollup.step
        group by rollup.cell_id, levels.measure_id, levels.jurisdiction_id, levels.period_type, levels.step
    )
select
    rolled.cell_id,
    rolled.measure_id,
    periods.period_type,
    periods.period_start,
    sum(rolled.amount) as amount,
    max(rolled.basis_rank) as basis_rank
from rolled
inner join needs on rolled.measure_id = needs.measure_id
inner join
    {{ ref("int_period") }} as periods
    on needs.period_type = periods.period_type
    and rolled.jurisdiction_id = periods.jurisdiction_id
    and rolled.period_type = case periods.period_type when 'week' then 'week' else 'month' end
    and rolled.step = case periods.period_type when 'week' then periods.step_to else periods.judged_step end
group by rolled.cell_id, rolled.measure_id, periods.period_type, periods.period_start
