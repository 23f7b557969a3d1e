-- Distinct keys of a unit in every period asked for, of the keys that no other unit has: those seen in the same months
-- are counted together. The unit counts in the same months of the year wherever it counts.
{{ config(meta={"by": "unit", "day": "period"}) }}
with
    periods as (
        select needs.measure_id, periods.period_type, periods.period_start, periods.bucket, periods.mask
        from (select distinct measure_id, period_type from {{ ref("int_need") }}) as needs
        inner join
            {{ ref("dim_period") }} as periods on needs.period_type = periods.period_type and periods.calendar = 'month'
    ),
    units as (
        select unit_id, bucket, min(mask) as mask
        from {{ ref("int_rollup_year") }}
        where is_same_everywhere
        group by unit_id, bucket
    ),
    alike as (
        select
            presence.unit_id,
            presence.bucket,
            presence.measure_id,
            presence.mask & units.mask as mask,
            count(*) as keys,
            max(presence.basis_rank) as basis_rank
        from {{ ref("int_presence") }} as presence
        inner join units on presence.unit_id = units.unit_id and presence.bucket = units.bucket
        left join
            {{ ref("int_shared_key") }} as shared
            on presence.measure_id = shared.measure_id
            and presence.counted_key = shared.counted_key
        where shared.counted_key is null
        group by presence.unit_id, presence.bucket, presence.measure_id, presence.mask & units.mask
    )
select
    alike.unit_id,
    alike.bucket,
    alike.measure_id,
    periods.period_type,
    periods.period_start,
    sum(alike.keys) as keys,
    max(alike.basis_rank) as basis_rank
from alike
inner join periods on alike.measure_id = periods.measure_id and alike.bucket = periods.bucket
where (alike.mask & periods.mask) <> 0
group by alike.unit_id, alike.bucket, alike.measure_id, periods.period_type, periods.period_start
