-- A committee counts as elected until its term ends or the next election, whichever comes first.
with
    terms as (
        select *, lead(held_on) over same_body as next_on, lag(method) over same_body as method_before
        from {{ ref("fct_election") }}
        window same_body as (partition by unit_id, kind order by held_on)
    )
select
    unit_id,
    held_on as day,
    held_on as valid_from,
    least(next_on, {{ add_days("until", 1) }}) as valid_to,
    kind,
    case when kind = 'committee' then 1 else 0 end as committees_elected,
    case when kind = 'committee' and method = 'direct' then 1 else 0 end as committees_directly_elected,
    case when kind = 'committee' and method_before = 'direct' then 1 else 0 end as committees_directly_elected_before,
    case when kind = 'delegates' then chosen end as delegates_chosen,
    case when kind = 'delegates' then from_community end as secretary_delegates,
    case when kind in ('institution_posts', 'street_leaders') then seats end as public_posts,
    case when kind in ('institution_posts', 'street_leaders') then reserved end as public_posts_reserved,
    case when kind in ('officials', 'street_leaders') then from_community end as workers_recruited,
    basis,
    delivery_id,
    sheet,
    row_number
from terms
