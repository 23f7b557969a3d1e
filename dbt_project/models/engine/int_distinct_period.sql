-- Distinct keys seen in every period asked for, in every cell: a key counts where its bits meet the period's.
with
    needs as (select distinct measure_id, period_type from {{ ref("int_need") }}),
    edges as (
        select
            cell_id,
            unit_id,
            {{ whole("step", 12) }} as bucket,
            max(weight) as weight,
            bit_or({{ bit("step % 12") }}) as mask
        from {{ ref("int_rollup") }}
        group by cell_id, unit_id, {{ whole("step", 12) }}
    ),
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
        inner join edges on presence.unit_id = edges.unit_id and presence.bucket = edges.bucket
        where (presence.mask & edges.mask) <> 0
        group by edges.cell_id, presence.measure_id, presence.counted_key, presence.bucket
    )
select
    seen.cell_id,
    seen.measure_id,
    periods.period_type,
    periods.period_start,
    sum(seen.weight) as amount,
    max(seen.basis_rank) as basis_rank
from seen
inner join needs on seen.measure_id = needs.measure_id
inner join
    {{ ref("dim_period") }} as periods
    on needs.period_type = periods.period_type
    and periods.calendar = 'month'
    and seen.bucket = periods.bucket
where (seen.mask & periods.mask) <> 0
group by seen.cell_id, seen.measure_id, periods.period_type, periods.period_start
