-- A plan holds from the day it was issued until the next one. Urban or rural is what the document says of the unit.
select
    plans.unit_id,
    plans.valid_from,
    plans.valid_to,
    plans.planned_points,
    case when units.urban_rural = 'urban' then plans.planned_points else 0 end as planned_points_urban,
    case when units.urban_rural = 'rural' then plans.planned_points else 0 end as planned_points_rural,
    plans.residents as plan_residents,
    plans.sub_units as plan_sub_units,
    {% for side in ["urban", "rural"] %}
        case when units.urban_rural = '{{ side }}' then 1 else 0 end as plan_units_{{ side }},
        case when units.urban_rural = '{{ side }}' then plans.residents else 0 end as plan_residents_{{ side }},
        case when units.urban_rural = '{{ side }}' then plans.sub_units else 0 end as plan_sub_units_{{ side }},
    {% endfor %}
    plans.basis,
    plans.delivery_id,
    plans.sheet,
    plans.row_number
from {{ ref("fct_network_plan") }} as plans
inner join {{ ref("int_unit") }} as units on plans.unit_id = units.unit_id
