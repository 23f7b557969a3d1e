-- Nothing is asked where a unit has no roster at all.
with
    rosters as (select distinct unit_id from {{ ref("fct_worker_spell") }}),
    people as (select distinct unit_id, person_id from {{ ref("fct_worker_spell") }})
select
    'pay' as dataset,
    paid.unit_id,
    paid.delivery_id,
    paid.sheet,
    paid.row_number,
    cast(paid.year as string) || ' 年' as found_zh,
    'in ' || cast(paid.year as string) as found_en
from {{ ref("fct_pay") }} as paid
inner join rosters on paid.unit_id = rosters.unit_id
left join people on paid.unit_id = people.unit_id and paid.person_id = people.person_id
where people.unit_id is null
