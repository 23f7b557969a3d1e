-- Added up since the first: a training counts once, from its day on.
with
    attendances as (
        select
            *,
            row_number() over (partition by unit_id, training_no order by held_on, delivery_id, row_number) as position
        from {{ ref("fct_training") }}
        where kind = 'special'
    )
select
    unit_id,
    held_on as valid_from,
    cast(null as date) as valid_to,
    training_no,
    1 as special_trainings,
    basis,
    delivery_id,
    sheet,
    row_number
from attendances
where position = 1
