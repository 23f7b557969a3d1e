-- Keys of a unit whose amount within the period meets the measure's condition, of the keys that no other unit has. The
-- unit counts in the same months of the year wherever it counts.
{{ config(meta={"by": "unit", "day": "period"}) }}
with
    needs as (
        select distinct needs.measure_id, needs.period_type, measures.at_least
        from {{ ref("int_need") }} as needs
        inner join {{ source("reference", "measure") }} as measures on needs.measure_id = measures.measure_id
        where measures.kind = 'qualified'
    ),
    units as (
        select unit_id, bucket, min(mask) as mask
        from {{ ref("int_rollup_year") }}
        where is_same_everywhere
        group by unit_id, bucket
    ),
    amounts as (
        select
            qualified.unit_id,
            units.bucket,
            qualified.measure_id,
            qualified.counted_key,
            periods.period_type,
            periods.period_start,
            max(qualified.basis_rank) as basis_rank
        from {{ ref("int_qualified") }} as qualified
        inner join
            units
            on qualified.unit_id = units.unit_id
            and {{ whole("qualified.step", 12) }} = units.bucket
            and (units.mask & {{ bit("qualified.step % 12") }}) <> 0
        inner join {{ ref("int_month_period") }} as periods on qualified.step = periods.step
        inner join needs on qualified.measure_id = needs.measure_id and periods.period_type = needs.period_type
        left join
            {{ ref("int_shared_key") }} as shared
            on qualified.measure_id = shared.measure_id
            and qualified.counted_key = shared.counted_key
        where shared.counted_key is null
        group by
            qualified.unit_id,
            units.bucket,
            qualified.measure_id,
            qualified.counted_key,
            periods.period_type,
            periods.period_start,
            needs.at_least
        having sum(qualified.amount) >= needs.at_least
    )
select unit_id, bucket, measure_id, period_type, period_start, count(*) as keys, max(basis_rank) as basis_rank
from amounts
group by unit_id, bucket, measure_id, period_type, period_start
