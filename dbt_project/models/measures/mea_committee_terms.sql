-- A committee counts as elected until its term ends or the next election, whichever comes first.
with
    terms as (
        select *, lead(held_on) over same_body as next_on, lag(method) over same_body as method_before
        from {{ ref("fct_election") }}
        where kind = 'committee'
        window same_body as (partition by unit_id order by held_on)
    )
select
    unit_id,
    held_on as valid_from,
    least(next_on, {{ add_days("until", 1) }}) as valid_to,
    method,
    1 as committees_elected,
    case when method = 'direct' then 1 else 0 end as committees_directly_elected,
    case when method_before = 'direct' then 1 else 0 end as committees_directly_elected_before,
    basis,
    delivery_id,
    sheet,
    row_number
from terms
