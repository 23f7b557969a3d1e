-- A duty that falls due for every grid worker and month: counted on the month's last day.
select
    spells.unit_id,
    months.period_end as day,
    spells.person_id,
    1 as grid_worker_months,
    spells.basis,
    spells.delivery_id,
    spells.sheet,
    spells.row_number
from {{ ref("fct_worker_spell") }} as spells
inner join
    {{ ref("dim_period") }} as months
    on months.period_type = 'month'
    and months.period_end >= spells.valid_from
    and months.period_end < coalesce(spells.valid_to, cast('9999-12-31' as date))
where spells.grid_no is not null
