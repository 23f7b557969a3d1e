-- What was paid into the street's fund stays in it. What a community is given out of it stands in its own books.
select
    bookings.unit_id,
    bookings.booked_on as valid_from,
    cast(null as date) as valid_to,
    bookings.amount as development_fund_paid_in,
    bookings.basis,
    bookings.delivery_id,
    bookings.sheet,
    bookings.row_number
from {{ ref("fct_funding") }} as bookings
inner join {{ ref("int_unit") }} as units on bookings.unit_id = units.unit_id
where units.unit_type = 'street' and bookings.category = 'development_fund' and bookings.stage = 'allocated'
