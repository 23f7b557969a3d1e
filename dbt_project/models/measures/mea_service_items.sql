-- Items of communities and villages; of the hall that a street keeps itself only the windows count, so that they are
-- not mixed with its communities' own.
{%- set counted = {
    "items_listed": "true",
    "items_at_station": "handled_at = 'station'",
    "items_classified": "responsibility is not null",
    "items_pledged": "pledged_on is not null",
    "items_admitted": "admitted_on is not null",
    "items_withdrawn": "withdrawn_on is not null",
    "items_funding_told": "funded is not null",
    "items_funded": "funded = 'yes'",
    "items_residence_told": "by_residence is not null",
    "items_by_residence": "by_residence = 'yes'",
    "items_entry_told": "entered_once is not null",
    "items_entered_once": "entered_once = 'yes'",
    "units_listing": "position_in_unit = 1",
    "one_door_units": "position_in_unit = 1 and is_one_door",
    "windows": "position_in_window = 1 and window_no is not null",
} %}
with
    items as (
        select
            spells.*,
            units.unit_type in ('community', 'village') as is_local,
            row_number() over (
                partition by spells.unit_id, spells.valid_from order by spells.item_no
            ) as position_in_unit,
            row_number() over (
                partition by spells.unit_id, spells.valid_from, spells.window_no
                order by case when spells.weekly_hours is null then 1 else 0 end, spells.item_no
            ) as position_in_window,
            max(case when spells.one_door = 'yes' then 1 else 0 end) over (
                partition by spells.unit_id, spells.valid_from
            )
            = 1 as is_one_door
        from {{ ref("fct_service_item_spell") }} as spells
        inner join {{ ref("int_unit") }} as units on spells.unit_id = units.unit_id
    )
select
    unit_id,
    valid_from,
    valid_to,
    {% for measure, condition in counted.items() %}
        case when is_local and {{ condition }} then 1 end as {{ measure }},
    {% endfor %}
    case
        when is_local and position_in_window = 1 and window_no is not null and weekly_hours is not null
        then weekly_hours
    end as window_hours,
    case when not is_local and position_in_window = 1 and window_no is not null then 1 end as hall_windows,
    basis,
    delivery_id,
    sheet,
    row_number
from items
