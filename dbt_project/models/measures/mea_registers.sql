-- A body counts while the lists name it. What only has to be there is counted by compositions.
select
    unit_id,
    valid_from,
    valid_to,
    item,
    case when item = 'residents_committee' then 1 end as residents_committees,
    case when item = 'work_station' then 1 end as work_stations,
    case when item = 'work_station' and responsible = 'management_committee' then 1 end as work_stations_dispatched,
    case when item = 'leading_group' and responsible = 'main_leaders' then 1 end as leading_groups_by_main_leaders,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_register_spell") }}
where item in ('residents_committee', 'work_station', 'leading_group')
