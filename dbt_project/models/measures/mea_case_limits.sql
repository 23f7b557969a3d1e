-- A matter is judged on the last day of its limit, so that the verdict does not depend on the day of asking. Where the
-- working days are not known there is no last day, and the matter is not judged.
{{ config(meta={"by": "unit", "day": "day"}) }}
select
    unit_id,
    due_on as day,
    1 as cases_due,
    case when limit_verdict = 'in_time' then 1 end as cases_in_time,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_case") }}
where due_on is not null
