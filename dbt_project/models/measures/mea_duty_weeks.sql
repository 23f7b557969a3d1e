-- No delivery says that a meeting is due: the calendar does, for every community and village that stands in the week.
with
    thursdays as (
        select {{ add_days("period_start", 3) }} as day from {{ ref("dim_period") }} where period_type = 'week'
    )
select
    units.unit_id,
    thursdays.day,
    1 as weeks_due,
    'delivered' as basis,
    cast(null as string) as delivery_id,
    cast(null as string) as sheet,
    cast(null as integer) as row_number
from {{ ref("int_unit") }} as units
inner join
    thursdays
    on thursdays.day >= greatest(units.valid_from, units.starts_on)
    and thursdays.day < units.valid_to
    and thursdays.day <= units.as_of
where units.unit_type in ('community', 'village')
