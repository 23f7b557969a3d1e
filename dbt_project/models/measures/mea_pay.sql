-- A year's pay is known, and so counted, when the year is over.
select
    unit_id,
    {{ year_end("year") }} as day,
    person_id,
    annual_pay as pay_total,
    cast(months as double) / 12 as paid_worker_years,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_pay") }}
