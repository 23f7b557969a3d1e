-- Who and what was chosen, on the day of the election or of the published list.
select
    unit_id,
    held_on as day,
    kind,
    case when kind = 'delegates' then chosen end as delegates_chosen,
    case when kind = 'delegates' then from_community end as secretary_delegates,
    case when kind in ('institution_posts', 'street_leaders') then seats end as public_posts,
    case when kind in ('institution_posts', 'street_leaders') then reserved end as public_posts_reserved,
    case when kind in ('officials', 'street_leaders') then from_community end as workers_recruited,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_election") }}
