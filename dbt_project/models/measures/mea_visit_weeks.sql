-- The first visit of a week counts it for the worker, where the week was due.
{{ config(meta={"by": "unit", "day": "day", "span": "week"}) }}
with
    first_days as (
        select unit_id, person_id, {{ iso_thursday("visited_on") }} as day, min(visited_on) as visited_on
        from {{ ref("fct_visit") }}
        where person_id is not null
        group by unit_id, person_id, {{ iso_thursday("visited_on") }}
    ),
    visits as (
        select
            visits.*,
            first_days.day,
            row_number() over (
                partition by visits.unit_id, visits.person_id, visits.visited_on
                order by visits.delivery_id, visits.row_number
            ) as position
        from {{ ref("fct_visit") }} as visits
        inner join
            first_days
            on visits.unit_id = first_days.unit_id
            and visits.person_id = first_days.person_id
            and visits.visited_on = first_days.visited_on
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
