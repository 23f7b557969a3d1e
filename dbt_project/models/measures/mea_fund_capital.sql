-- What was paid into the fund stays in it.
select
    unit_id,
    booked_on as valid_from,
    cast(null as date) as valid_to,
    amount as development_fund_paid_in,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_funding") }}
where category = 'development_fund' and stage = 'allocated'
