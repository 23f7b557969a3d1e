-- A joint check of the burden is no burden.
select
    unit_id,
    asked_on as day,
    case when kind <> 'supervision' then 1 end as demands,
    case when kind = 'supervision' then 1 end as burden_checks,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_inspection") }}
