-- A training counts once, however many take part.
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
    training_no,
    case when position = 1 then 1 else 0 end as trainings_held,
    basis,
    delivery_id,
    sheet,
    row_number
from attendances
