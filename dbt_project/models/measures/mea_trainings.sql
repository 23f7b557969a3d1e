-- A training counts once, however many take part; special trainings are also added up since the first.
with
    attendances as (
        select
            *,
            row_number() over (partition by unit_id, training_no order by held_on, delivery_id, row_number) as position
        from {{ ref("fct_training") }}
    )
select
    unit_id,
    held_on as day,
    held_on as valid_from,
    cast(null as date) as valid_to,
    training_no,
    case when position = 1 then 1 else 0 end as trainings_held,
    hours as training_hours,
    case when position = 1 and kind = 'special' then 1 else 0 end as special_trainings,
    basis,
    delivery_id,
    sheet,
    row_number
from attendances
