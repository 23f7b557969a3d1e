-- A design counts when it is approved, the building when it is accepted (named, where it never was).
select
    unit_id,
    approved_on as day,
    case when compliant = 'no' then 1 else 0 end as designs_approved_not_compliant,
    0 as buildings_accepted,
    0 as buildings_accepted_consulted,
    0 as buildings_accepted_signed,
    0 as buildings_accepted_without_rooms,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_planning_case") }}
where kind = 'residential' and approved_on is not null
union all
select
    unit_id,
    coalesce(accepted_on, named_on),
    0,
    1,
    case when consultations = 4 then 1 else 0 end,
    case when signed_on is not null then 1 else 0 end,
    case when rooms_built = 'no' then 1 else 0 end,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_planning_case") }}
where kind = 'residential' and coalesce(accepted_on, named_on) is not null
