-- A visit counts once; its household once a period.
{{ config(meta={"day": "day"}, materialized="view") }}
select
    unit_id,
    visited_on as day,
    1 as visits,
    {{ household_key() }} as household_key,
    case when key_group is not null then {{ household_key() }} end as key_household_key,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_visit") }}
