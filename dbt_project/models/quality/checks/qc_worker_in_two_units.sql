-- The later unit's row of every stay that overlaps one in another unit, once a stay.
with
    stays as (
        select
            person_id,
            unit_id,
            min(valid_from) as first_day,
            max(coalesce(valid_to, cast('9999-12-31' as date))) as last_day,
            max_by(delivery_id, valid_from) as delivery_id,
            max_by(sheet, valid_from) as sheet,
            max_by(row_number, valid_from) as row_number
        from {{ ref("fct_worker_spell") }}
        group by person_id, unit_id
    )
select
    'workers' as dataset,
    later.unit_id,
    later.delivery_id,
    later.sheet,
    later.row_number,
    '自 ' || later.first_day || ' 起同时列在 ' || units.name as found_zh,
    'since ' || later.first_day || ' also on the roster of ' || units.name as found_en
from stays as later
inner join
    stays as earlier
    on later.person_id = earlier.person_id
    and (
        later.first_day > earlier.first_day or (later.first_day = earlier.first_day and later.unit_id > earlier.unit_id)
    )
    and later.first_day < earlier.last_day
inner join
    (select unit_id, max(name) as name from {{ ref("dim_unit") }} group by unit_id) as units
    on earlier.unit_id = units.unit_id
