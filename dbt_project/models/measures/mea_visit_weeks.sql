-- The first visit of a week counts it for the worker, where the week was due.
with
    visits as (
        select
            *,
            {{ iso_thursday("visited_on") }} as day,
            row_number() over (
                partition by unit_id, person_id, {{ iso_thursday("visited_on") }}
                order by visited_on, delivery_id, row_number
            ) as position
        from {{ ref("fct_visit") }}
        where person_id is not null
    )
select
    visits.unit_id,
    visits.day,
    visits.person_id,
    1 as worker_weeks_visiting,
    visits.basis,
    visits.delivery_id,
    visits.sheet,
    visits.row_number
from visits
inner join
    {{ ref("mea_worker_weeks") }} as due
    on visits.unit_id = due.unit_id
    and visits.person_id = due.person_id
    and visits.day = due.day
where visits.position = 1
