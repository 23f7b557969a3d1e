-- What communities and villages book, by stage and purpose; what cities and districts budget for community work
-- stands apart.
{{ config(meta={"by": "unit", "day": "day"}) }}
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
    case
        when local.unit_id is not null and bookings.category = 'network' and bookings.stage = 'allocated'
        then bookings.amount
    end as network_allocated,
    case
        when units.unit_type = 'street' and bookings.category = 'office' and bookings.stage = 'budgeted'
        then bookings.amount
    end as station_office_budgeted,
    case
        when
            units.unit_type = 'district'
            and bookings.source_level = 'district'
            and bookings.stage = 'budgeted'
            and bookings.category in ('infrastructure', 'service_bodies', 'worker_subsidy', 'organisation_work')
        then bookings.category
    end as district_head,
    case
        when
            units.unit_type in ('city', 'district')
            and bookings.source_level = units.unit_type
            and bookings.stage = 'budgeted'
            and bookings.category in ('community_work', 'worker_subsidy')
        then bookings.source_level
    end as subsidising_level,
    bookings.basis,
    bookings.delivery_id,
    bookings.sheet,
    bookings.row_number
from {{ ref("fct_funding") }} as bookings
inner join {{ ref("int_unit") }} as units on bookings.unit_id = units.unit_id
left join
    {{ ref("int_unit") }} as local on bookings.unit_id = local.unit_id and local.unit_type in ('community', 'village')
