-- Keys whose amount within the period meets the measure's condition, for every period asked for, in every cell.
with
    needs as (
        select distinct needs.measure_id, needs.period_type, measures.at_least
        from {{ ref("int_need") }} as needs
        inner join {{ source("reference", "measure") }} as measures on needs.measure_id = measures.measure_id
        where measures.kind = 'qualified'
    ),
    amounts as (
        select
            rollup.cell_id,
            qualified.measure_id,
            qualified.counted_key,
            periods.period_type,
            periods.period_start,
            max(rollup.weight) as weight,
            max(qualified.basis_rank) as basis_rank
        from {{ ref("int_qualified") }} as qualified
        inner join
            {{ ref("int_rollup") }} as rollup on qualified.unit_id = rollup.unit_id and qualified.step = rollup.step
        inner join {{ ref("int_month_period") }} as periods on qualified.step = periods.step
        inner join needs on qualified.measure_id = needs.measure_id and periods.period_type = needs.period_type
        group by
            rollup.cell_id,
            qualified.measure_id,
            qualified.counted_key,
            periods.period_type,
            periods.period_start,
            needs.at_least
        having sum(qualified.amount) >= needs.at_least
    )
select cell_id, measure_id, period_type, period_start, sum(weight) as amount, max(basis_rank) as basis_rank
from amounts
group by cell_id, measure_id, period_type, period_start
