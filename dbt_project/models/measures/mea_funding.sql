-- What communities and villages book, by stage and purpose; what cities and districts budget for community work
-- stands apart.
select
    bookings.unit_id,
    bookings.booked_on as day,
    {% for stage in ["budgeted", "allocated", "spent"] %}
        case
            when local.unit_id is not null and bookings.stage = '{{ stage }}' then bookings.amount
        end as funding_{{ stage }},
        {% for category in ["office", "service"] %}
            case
                when
                    local.unit_id is not null
                    and bookings.stage = '{{ stage }}'
                    and bookings.category = '{{ category }}'
                then bookings.amount
            end as {{ category }}_{{ stage }},
        {% endfor %}
    {% endfor %}
    {% for level in ["city", "district"] %}
        case
            when
                units.unit_type = '{{ level }}'
                and bookings.source_level = '{{ level }}'
                and bookings.stage = 'budgeted'
                and bookings.category = 'community_work'
            then bookings.amount
        end as community_work_{{ level }}_budgeted,
    {% endfor %}
    bookings.basis,
    bookings.delivery_id,
    bookings.sheet,
    bookings.row_number
from {{ ref("fct_funding") }} as bookings
inner join {{ ref("int_unit") }} as units on bookings.unit_id = units.unit_id
left join
    {{ ref("int_unit") }} as local on bookings.unit_id = local.unit_id and local.unit_type in ('community', 'village')
