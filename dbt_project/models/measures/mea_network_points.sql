-- A station or point counts from the day it opened until it closed, its trained leader from the day of the training.
with
    points as (
        select *, opened_on as valid_from, kind as tier
        from {{ ref("fct_network_point") }}
        union all
        select *, greatest(opened_on, trained_on) as valid_from, 'training' as tier
        from {{ ref("fct_network_point") }}
        where kind in ('station', 'point') and trained_on is not null and (closed_on is null or trained_on < closed_on)
    )
select
    points.unit_id,
    points.valid_from,
    points.closed_on as valid_to,
    points.point_no,
    {% for kind in ["point", "station"] %}
        case when points.tier = '{{ kind }}' then 1 else 0 end as {{ kind }}s_built,
        {% for side in ["urban", "rural"] %}
            case
                when points.tier = '{{ kind }}' and units.urban_rural = '{{ side }}' then 1 else 0
            end as {{ kind }}s_built_{{ side }},
        {% endfor %}
    {% endfor %}
    case when points.tier = 'center' then 1 else 0 end as centers_built,
    case when points.tier = 'station' then coalesce(points.invested, 0) else 0 end as station_investment,
    case when points.tier = 'center' then coalesce(points.invested, 0) else 0 end as center_investment,
    case when points.tier = 'station' and points.social_worker = 'yes' then 1 else 0 end as stations_with_social_worker,
    case
        when points.tier = 'point' and points.leader = 'resident' and points.instructor = 'yes' then 1 else 0
    end as points_led_and_instructed,
    case when points.tier in ('station', 'point') then 1 else 0 end as stations_and_points,
    case when points.tier = 'training' then 1 else 0 end as leaders_trained,
    case
        when points.tier = 'point' and points.venue in ('community_room', 'property_room') then 1 else 0
    end as points_in_rooms,
    case when points.tier = 'point' and points.venue = 'ground_void' then 1 else 0 end as points_in_ground_voids,
    case
        when points.tier = 'point' and points.venue = 'pioneer_station' then 1 else 0
    end as points_in_pioneer_stations,
    case when points.tier = 'point' and points.venue = 'private_home' then 1 else 0 end as points_in_homes,
    points.basis,
    points.delivery_id,
    points.sheet,
    points.row_number
from points
inner join {{ ref("int_unit") }} as units on points.unit_id = units.unit_id
