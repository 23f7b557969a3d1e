-- A roster is one day's; somebody is in post from the first day it tells until the day of the roster without them.
with
    rosters as (select unit_id, min(valid_from) as first_roster from {{ ref("fct_worker_spell") }} group by unit_id),
    posts as (
        select
            unit_id,
            staff_no,
            min(least(started_on, valid_from)) as first_day,
            max(coalesce(valid_to, cast('9999-12-31' as date))) as last_day
        from {{ ref("fct_worker_spell") }}
        group by unit_id, staff_no
    )
select
    'visits' as dataset,
    visits.unit_id,
    visits.delivery_id,
    visits.sheet,
    visits.row_number,
    '工号 ' || visits.staff_no || '，走访 ' || visits.visited_on as found_zh,
    'badge ' || visits.staff_no || ', visit on ' || visits.visited_on as found_en
from {{ ref("fct_visit") }} as visits
inner join rosters on visits.unit_id = rosters.unit_id and rosters.first_roster <= visits.visited_on
left join
    posts
    on visits.unit_id = posts.unit_id
    and visits.staff_no = posts.staff_no
    and visits.visited_on >= posts.first_day
    and visits.visited_on < posts.last_day
where visits.person_id is null and posts.unit_id is null
