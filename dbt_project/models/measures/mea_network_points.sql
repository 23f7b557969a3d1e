-- A station or point counts from the day it opened until it closed.
select
    points.unit_id,
    points.opened_on as valid_from,
    points.closed_on as valid_to,
    points.point_no,
    {% for kind in ["point", "station"] %}
        case when points.kind = '{{ kind }}' then 1 else 0 end as {{ kind }}s_built,
        {% for side in ["urban", "rural"] %}
            case
                when points.kind = '{{ kind }}' and units.urban_rural = '{{ side }}' then 1 else 0
            end as {{ kind }}s_built_{{ side }},
        {% endfor %}
    {% endfor %}
    case when points.kind = 'center' then 1 else 0 end as centers_built,
    points.basis,
    points.delivery_id,
    points.sheet,
    points.row_number
from {{ ref("fct_network_point") }} as points
inner join {{ ref("int_unit") }} as units on points.unit_id = units.unit_id
