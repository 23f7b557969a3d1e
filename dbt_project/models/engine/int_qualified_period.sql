-- Keys whose amount within the period meets the measure's condition, for every period asked for, in every cell. What
-- was counted in units is rolled up; the other keys are judged cell by cell.
{{ config(meta={"by": "cell", "day": "period"}) }}
with
    needs as (
        select distinct needs.measure_id, needs.period_type, measures.at_least
        from {{ ref("int_need") }} as needs
        inner join {{ source("reference", "measure") }} as measures on needs.measure_id = measures.measure_id
        where measures.kind = 'qualified'
    ),
    amounts as (
        select
            edges.cell_id,
            qualified.measure_id,
            qualified.counted_key,
            periods.period_type,
            periods.period_start,
            max(edges.weight) as weight,
            max(qualified.basis_rank) as basis_rank
        from {{ ref("int_qualified") }} as qualified
        inner join
            {{ ref("int_rollup_year") }} as edges
            on qualified.unit_id = edges.unit_id
            and {{ whole("qualified.step", 12) }} = edges.bucket
            and (edges.mask & {{ bit("qualified.step % 12") }}) <> 0
        inner join {{ ref("int_month_period") }} as periods on qualified.step = periods.step
        inner join needs on qualified.measure_id = needs.measure_id and periods.period_type = needs.period_type
        left join
            {{ ref("int_shared_key") }} as shared
            on qualified.measure_id = shared.measure_id
            and qualified.counted_key = shared.counted_key
        where shared.counted_key is not null or not edges.is_same_everywhere
        group by
            edges.cell_id,
            qualified.measure_id,
            qualified.counted_key,
            periods.period_type,
            periods.period_start,
            needs.at_least
        having sum(qualified.amount) >= needs.at_least
    ),
    counted as (
        select
            edges.cell_id,
            units.measure_id,
            units.period_type,
            units.period_start,
            cast(units.keys as decimal(10, 0)) * edges.weight as amount,
            units.basis_rank
        from {{ ref("int_qualified_unit") }} as units
        inner join
            {{ ref("int_rollup_year") }} as edges on units.unit_id = edges.unit_id and units.bucket = edges.bucket
        union all
        select cell_id, measure_id, period_type, period_start, weight, basis_rank
        from amounts
    )
select cell_id, measure_id, period_type, period_start, sum(amount) as amount, max(basis_rank) as basis_rank
from counted
group by cell_id, measure_id, period_type, period_start
