-- A unit's rows follow each other: one ends where the next begins, whatever day the delivery gave.
-- Path, full name and jurisdiction are as the tree above stands last; its history is in dim_unit_tree.
with recursive
    ranked as (
        select
            staged.*,
            row_number() over (
                partition by unit_id, valid_from order by received_at desc, delivery_id desc, row_number
            ) as recency
        from {{ ref("stg_units") }} as staged
        where reject_reasons = ''
    ),
    rows as (
        select ranked.*, lead(valid_from) over (partition by unit_id order by valid_from) as next_from
        from ranked
        where recency = 1
    ),
    known as (select distinct unit_id from rows),
    units as (
        select rows.*, known.unit_id as known_parent_id, least(rows.valid_to, rows.next_from) as ends_on
        from rows
        left join known on rows.parent_id = known.unit_id
    ),
    last_units as (select * from units where next_from is null),
    placed as (
        select
            unit_id,
            unit_id as root_id,
            cast('/' as string) as path_above,
            cast('' as string) as names_above,
            0 as depth
        from last_units
        where known_parent_id is null
        union all
        select
            last_units.unit_id,
            placed.root_id,
            placed.path_above || placed.unit_id || '/',
            placed.names_above || above.name,
            placed.depth + 1
        from placed
        inner join last_units on placed.unit_id = last_units.known_parent_id
        inner join last_units as above on placed.unit_id = above.unit_id
        where placed.depth < 8
    )
select
    units.unit_id,
    units.code,
    units.code_system,
    units.name,
    placed.names_above || units.name as full_name,
    units.unit_type,
    coalesce(
        units.urban_rural, case units.unit_type when 'community' then 'urban' when 'village' then 'rural' end
    ) as urban_rural,
    units.urban_rural_class,
    units.standing,
    units.known_parent_id as parent_id,
    placed.path_above || units.unit_id as path,
    placed.depth,
    placed.root_id as jurisdiction_id,
    units.valid_from,
    units.ends_on as valid_to,
    {{ lineage("units") }}
from units
inner join placed on units.unit_id = placed.unit_id
