-- Keys that more than one unit has: above these units each counts once, so they are looked at cell by cell.
select measure_id, counted_key
from
    (
        select measure_id, counted_key, unit_id
        from {{ ref("int_presence") }}
        union all
        select measure_id, counted_key, unit_id
        from {{ ref("int_qualified") }}
    ) as held
group by measure_id, counted_key
having min(unit_id) <> max(unit_id)
