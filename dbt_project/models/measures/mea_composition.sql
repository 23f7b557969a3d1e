-- What the four measures of every composition are counted from: items in place, items due, units that have them all,
-- units asked. The measure stands in a column, so that a new composition needs no new model.
with
    changes as (
        select unit_id, composition_id, valid_from as day, 1 as change
        from {{ ref("int_item_spell") }}
        union all
        select unit_id, composition_id, valid_to, -1
        from {{ ref("int_item_spell") }}
    ),
    days as (
        select unit_id, composition_id, day, sum(change) as change from changes group by unit_id, composition_id, day
    ),
    levels as (
        select
            unit_id,
            composition_id,
            day as valid_from,
            lead(day) over (partition by unit_id, composition_id order by day) as valid_to,
            sum(change) over (
                partition by unit_id, composition_id order by day rows between unbounded preceding and current row
            ) as items
        from days
    ),
    asked as (
        select
            composition_id, unit_id, min(valid_from) as valid_from, max(valid_to) as valid_to, basis, count(*) as items
        from {{ ref("int_composition_unit") }}
        group by composition_id, unit_id, basis
    ),
    contributions as (
        select
            composition_id || '_present' as measure_id,
            unit_id,
            valid_from,
            valid_to,
            item,
            basis,
            delivery_id,
            sheet,
            row_number
        from {{ ref("int_item_spell") }}
        union all
        select composition_id || '_required', unit_id, valid_from, valid_to, item, basis, null, null, null
        from {{ ref("int_composition_unit") }}
        union all
        select
            asked.composition_id || '_complete',
            asked.unit_id,
            levels.valid_from,
            levels.valid_to,
            null,
            asked.basis,
            null,
            null,
            null
        from asked
        inner join
            levels
            on asked.composition_id = levels.composition_id
            and asked.unit_id = levels.unit_id
            and asked.items = levels.items
        union all
        select composition_id || '_units', unit_id, valid_from, valid_to, null, basis, null, null, null
        from asked
    )
select
    measure_id,
    unit_id,
    valid_from,
    nullif(valid_to, cast('9999-12-31' as date)) as valid_to,
    1 as amount,
    item,
    basis,
    delivery_id,
    sheet,
    row_number
from contributions
