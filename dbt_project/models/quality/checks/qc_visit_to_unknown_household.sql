-- A household that joins between two registers is on the next one: one that is on none, early or late, is not known.
with
    registers as (
        select unit_id, min(valid_from) as first_register from {{ ref("fct_household_spell") }} group by unit_id
    )
select
    'visits' as dataset,
    visits.unit_id,
    visits.delivery_id,
    visits.sheet,
    visits.row_number,
    '户编号 ' || visits.household_no as found_zh,
    'household ' || visits.household_no as found_en
from {{ ref("fct_visit") }} as visits
inner join registers on visits.unit_id = registers.unit_id and registers.first_register <= visits.visited_on
anti join
    {{ ref("fct_household_spell") }} as households
    on visits.unit_id = households.unit_id
    and visits.household_no = households.household_no
