-- Keys that more than one unit has: above these units each counts once, so they are looked at cell by cell. A key that
-- begins with its own unit, as a household's does, can only be shared where another unit has it too: that unit's row
-- does not.
with
    held as (
        select measure_id, counted_key, unit_id
        from {{ ref("int_presence") }}
        union all
        select measure_id, counted_key, unit_id
        from {{ ref("int_qualified") }}
    ),
    at_large as (
        select distinct measure_id, counted_key
        from held
        where substr(counted_key, 1, length(unit_id) + 1) <> unit_id || '|'
    )
select held.measure_id, held.counted_key
from held
inner join at_large on held.measure_id = at_large.measure_id and held.counted_key = at_large.counted_key
group by held.measure_id, held.counted_key
having min(held.unit_id) <> max(held.unit_id)
