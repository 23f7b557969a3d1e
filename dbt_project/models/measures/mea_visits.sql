-- A visit counts once; its household once a period; a worker's household once a month.
select
    unit_id,
    visited_on as day,
    1 as visits,
    household_key,
    case when key_group is not null then household_key end as key_household_key,
    case
        when grid_no is not null then concat(person_id, '|', cast({{ month_step("visited_on") }} as string))
    end as worker_month_key,
    case
        when
            row_number() over (
                partition by unit_id, person_id, household_key, {{ month_step("visited_on") }}
                order by visited_on, delivery_id, row_number
            )
            = 1
        then 1
        else 0
    end as first_in_month,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_visit") }}
