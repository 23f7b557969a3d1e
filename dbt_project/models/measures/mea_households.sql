-- A household counts as long as the register that lists it is in force.
{{ config(materialized="view") }}
select
    unit_id,
    valid_from,
    valid_to,
    household_key,
    1 as households_registered,
    case when key_group is not null then 1 else 0 end as key_households,
    case when key_group = 'lone_elderly' then 1 else 0 end as elderly_households,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_household_spell") }}
