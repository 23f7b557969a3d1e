-- Each visit with the household's key group on that day and the worker behind the badge number, as the register and
-- the roster in force have them. A badge number that two workers of a unit share names nobody.
{{ config(meta={"by": "unit", "day": "visited_on"}) }}
with
    counted as ({{ current_rows("visits") }}),
    key_households as (
        select unit_id, household_no, key_group, valid_from, valid_to
        from {{ ref("fct_household_spell") }}
        where key_group is not null
    ),
    badges as (
        select unit_id, staff_no, valid_from, valid_to, min(person_id) as person_id, min(grid_no) as grid_no
        from {{ ref("fct_worker_spell") }}
        group by unit_id, staff_no, valid_from, valid_to
        having count(*) = 1
    )
select
    counted.unit_id,
    counted.visited_on,
    counted.household_no,
    key_households.key_group,
    counted.staff_no,
    badges.person_id,
    badges.grid_no,
    {{ lineage("counted") }}
from counted
left join
    key_households
    on counted.unit_id = key_households.unit_id
    and counted.household_no = key_households.household_no
    and key_households.valid_from <= counted.visited_on
    and coalesce(key_households.valid_to, cast('9999-12-31' as date)) > counted.visited_on
left join
    badges
    on counted.unit_id = badges.unit_id
    and counted.staff_no = badges.staff_no
    and badges.valid_from <= counted.visited_on
    and coalesce(badges.valid_to, cast('9999-12-31' as date)) > counted.visited_on
