-- Who is not stated is not there: an empty cell counts as nobody.
select
    unit_id,
    valid_from,
    valid_to,
    grid_no,
    1 as grids,
    households as grid_households,
    case when least(workers, coalesce(directors, 0), coalesce(guides, 0)) > 0 then 1 else 0 end as grids_three_roles,
    case when workers = 1 then 1 else 0 end as grids_one_worker,
    case when guides > 0 then 1 else 0 end as grids_with_guide,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_grid_spell") }}
