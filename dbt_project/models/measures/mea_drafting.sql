-- Days between a drafting seminar and the draft sent round next; they stand from that day on.
with
    steps as (
        select
            meetings.*,
            lead(kind) over (partition by unit_id order by held_on, kind desc) as next_kind,
            lead(held_on) over (partition by unit_id order by held_on, kind desc) as next_on,
            lead(delivery_id) over (partition by unit_id order by held_on, kind desc) as next_delivery_id,
            lead(sheet) over (partition by unit_id order by held_on, kind desc) as next_sheet,
            lead(row_number) over (partition by unit_id order by held_on, kind desc) as next_row_number
        from {{ ref("fct_meeting") }} as meetings
        where kind in ('drafting_seminar', 'draft_circulation')
    )
select
    unit_id,
    next_on as valid_from,
    cast(null as date) as valid_to,
    {{ days_between("held_on", "next_on") }} as drafting_days,
    basis,
    next_delivery_id as delivery_id,
    next_sheet as sheet,
    next_row_number as row_number,
    delivery_id as second_delivery_id,
    sheet as second_sheet,
    row_number as second_row_number
from steps
where kind = 'drafting_seminar' and next_kind = 'draft_circulation'
