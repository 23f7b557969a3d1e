-- A visit counts once; its household once a period; a worker's household once a month. A worker's month counts where
-- it is
-- due: for grid workers in post on its last day, once that day has come.
with
    due_months as (
        select months.unit_id, months.person_id, months.day
        from {{ ref("mea_worker_months") }} as months
        inner join {{ ref("int_unit") }} as units on months.unit_id = units.unit_id and months.day <= units.as_of
    )
select
    visits.unit_id,
    visits.visited_on as day,
    1 as visits,
    visits.household_key,
    case when visits.key_group is not null then visits.household_key end as key_household_key,
    case
        when due_months.person_id is not null then concat(visits.person_id, '|', cast(due_months.day as string))
    end as worker_month_key,
    case
        when
            row_number() over (
                partition by
                    visits.unit_id, visits.person_id, visits.household_key, {{ month_step("visits.visited_on") }}
                order by visits.visited_on, visits.delivery_id, visits.row_number
            )
            = 1
        then 1
        else 0
    end as first_in_month,
    visits.basis,
    visits.delivery_id,
    visits.sheet,
    visits.row_number
from {{ ref("fct_visit") }} as visits
left join
    due_months
    on visits.unit_id = due_months.unit_id
    and visits.person_id = due_months.person_id
    and last_day(visits.visited_on) = due_months.day
