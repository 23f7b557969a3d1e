-- A worker's household counts once a month, at its first visit, where the worker's month is due: on the month's last
-- day.
{{ config(meta={"day": "day"}, materialized="view") }}
select
    visits.unit_id,
    months.day,
    concat(visits.person_id, '|', cast(months.day as string)) as worker_month_key,
    1 as households,
    visits.basis,
    visits.delivery_id,
    visits.sheet,
    visits.row_number
from {{ ref("fct_visit") }} as visits
inner join
    {{ ref("mea_worker_months") }} as months
    on visits.unit_id = months.unit_id
    and visits.person_id = months.person_id
    and last_day(visits.visited_on) = months.day
left join
    {{ ref("fct_repeat_visit") }} as repeats
    on visits.delivery_id = repeats.delivery_id
    and visits.sheet = repeats.sheet
    and visits.row_number = repeats.row_number
where repeats.delivery_id is null
