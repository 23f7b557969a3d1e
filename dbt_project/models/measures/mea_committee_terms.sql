-- A committee counts as elected until its term ends, the next election or the end of its unit, whichever comes first.
with
    terms as (
        select *, lead(held_on) over same_body as next_on, lag(method) over same_body as method_before
        from {{ ref("fct_election") }}
        where kind = 'committee'
        window same_body as (partition by unit_id order by held_on)
    )
select
    terms.unit_id,
    terms.held_on as valid_from,
    nullif(
        least(terms.next_on, {{ add_days("terms.until", 1) }}, units.valid_to), cast('9999-12-31' as date)
    ) as valid_to,
    terms.method,
    1 as committees_elected,
    case when terms.method = 'direct' then 1 else 0 end as committees_directly_elected,
    case when terms.method_before = 'direct' then 1 else 0 end as committees_directly_elected_before,
    terms.basis,
    terms.delivery_id,
    terms.sheet,
    terms.row_number
from terms
inner join {{ ref("int_unit") }} as units on terms.unit_id = units.unit_id
