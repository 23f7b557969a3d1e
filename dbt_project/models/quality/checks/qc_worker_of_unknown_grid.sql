-- On the day of the roster; nothing is asked before a unit's first list of grids.
with lists as (select unit_id, min(valid_from) as first_day from {{ ref("fct_grid_spell") }} group by unit_id)
select
    'workers' as dataset,
    workers.unit_id,
    workers.delivery_id,
    workers.sheet,
    workers.row_number,
    '网格 ' || workers.grid_no || '，' || workers.valid_from as found_zh,
    'grid ' || workers.grid_no || ', ' || workers.valid_from as found_en
from {{ ref("fct_worker_spell") }} as workers
inner join lists on workers.unit_id = lists.unit_id and lists.first_day <= workers.valid_from
left join
    {{ ref("fct_grid_spell") }} as grids
    on workers.unit_id = grids.unit_id
    and workers.grid_no = grids.grid_no
    and grids.valid_from <= workers.valid_from
    and coalesce(grids.valid_to, cast('9999-12-31' as date)) > workers.valid_from
where workers.grid_no is not null and grids.unit_id is null
