-- The four kinds of 三会一课 count heads; the first weekly committee meeting of a week counts the week, on its Thursday,
-- so that a week belongs to the month that holds most of it.
{{ config(meta={"by": "unit", "day": "day", "span": "week"}) }}
with
    meetings as (
        select *, held_on as day, 0 as position_in_week
        from {{ ref("fct_party_meeting") }}
        where kind <> 'weekly'
        union all
        select
            *,
            {{ iso_thursday("held_on") }} as day,
            row_number() over (
                partition by unit_id, {{ iso_thursday("held_on") }} order by held_on, delivery_id, row_number
            ) as position_in_week
        from {{ ref("fct_party_meeting") }}
        where kind = 'weekly'
    )
select
    unit_id,
    day,
    held_on,
    case when kind <> 'weekly' then attended end as attendances,
    case when kind <> 'weekly' then expected end as attendances_expected,
    case when kind = 'weekly' then case when position_in_week = 1 then 1 else 0 end end as weeks_with_meeting,
    case when kind in ('member_assembly', 'branch_committee', 'group_meeting') then 1 end as branch_meetings,
    basis,
    delivery_id,
    sheet,
    row_number
from meetings
