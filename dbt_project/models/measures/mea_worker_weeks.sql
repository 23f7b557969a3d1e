-- A duty that falls due for every grid worker and week: counted on the week's Thursday.
{{ config(meta={"by": "unit", "day": "day"}) }}
select
    spells.unit_id,
    {{ add_days("weeks.period_start", 3) }} as day,
    spells.person_id,
    1 as grid_worker_weeks,
    spells.basis,
    spells.delivery_id,
    spells.sheet,
    spells.row_number
from {{ ref("fct_worker_spell") }} as spells
inner join
    {{ ref("dim_period") }} as weeks
    on weeks.period_type = 'week'
    and {{ add_days("weeks.period_start", 3) }} >= spells.valid_from
    and {{ add_days("weeks.period_start", 3) }} < coalesce(spells.valid_to, cast('9999-12-31' as date))
where spells.grid_no is not null
