-- The months of a year in which a unit counts towards a cell, a bit each. Where it counts in the same months towards
-- all of its cells, keys that no other unit has are counted once, in the unit, and then rolled up.
with
    years as (
        select
            cell_id,
            unit_id,
            {{ whole("step", 12) }} as bucket,
            max(weight) as weight,
            bit_or({{ bit("step % 12") }}) as mask
        from {{ ref("int_rollup") }}
        group by cell_id, unit_id, {{ whole("step", 12) }}
    )
select
    years.*,
    min(mask) over (partition by unit_id, bucket) = max(mask) over (partition by unit_id, bucket) as is_same_everywhere
from years
