-- Distinct keys seen in every period asked for, in every cell: a key counts where its bits meet the period's. What was
-- counted in units is rolled up; the other keys are looked at cell by cell, so that none counts twice.
{{ config(meta={"by": "cell", "day": "period"}) }}
with
    needs as (select distinct measure_id, period_type from {{ ref("int_need") }}),
    seen as (
        select
            edges.cell_id,
            presence.measure_id,
            presence.counted_key,
            presence.bucket,
            bit_or(presence.mask & edges.mask) as mask,
            max(edges.weight) as weight,
            max(presence.basis_rank) as basis_rank
        from {{ ref("int_presence") }} as presence
        inner join
            {{ ref("int_rollup_year") }} as edges on presence.unit_id = edges.unit_id and presence.bucket = edges.bucket
        left join
            {{ ref("int_shared_key") }} as shared
            on presence.measure_id = shared.measure_id
            and presence.counted_key = shared.counted_key
        where (presence.mask & edges.mask) <> 0 and (shared.counted_key is not null or not edges.is_same_everywhere)
        group by edges.cell_id, presence.measure_id, presence.counted_key, presence.bucket
    ),
    counted as (
        select
            edges.cell_id,
            units.measure_id,
            units.period_type,
            units.period_start,
            cast(units.keys as decimal(10, 0)) * edges.weight as amount,
            units.basis_rank
        from {{ ref("int_distinct_unit") }} as units
        inner join
            {{ ref("int_rollup_year") }} as edges on units.unit_id = edges.unit_id and units.bucket = edges.bucket
        union all
        select seen.cell_id, seen.measure_id, periods.period_type, periods.period_start, seen.weight, seen.basis_rank
        from seen
        inner join needs on seen.measure_id = needs.measure_id
        inner join
            {{ ref("dim_period") }} as periods
            on needs.period_type = periods.period_type
            and periods.calendar = 'month'
            and seen.bucket = periods.bucket
        where (seen.mask & periods.mask) <> 0
    )
select cell_id, measure_id, period_type, period_start, sum(amount) as amount, max(basis_rank) as basis_rank
from counted
group by cell_id, measure_id, period_type, period_start
