-- One row per cell, unit that counts towards it, and month in which it does.
select distinct cells.cell_id, edges.unit_id, months.judged_step as step, edges.weight
from {{ ref("int_edge") }} as edges
inner join {{ ref("int_cell") }} as cells on edges.boundary = cells.boundary and edges.ancestor_id = cells.unit_id
inner join {{ ref("int_unit") }} as units on edges.unit_id = units.unit_id
inner join
    {{ ref("int_period") }} as months
    on units.jurisdiction_id = months.jurisdiction_id
    and months.period_type = 'month'
    and months.judged_on >= edges.valid_from
    and months.judged_on < edges.valid_to
