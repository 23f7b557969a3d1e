-- One row per indicator, unit, period and boundary basis, at the unit and period types the indicator declares: those
-- made of measures, and those that count the units whose figure meets a clause.
{{ config(meta={"by": "unit", "day": "period"}) }}
select *
from {{ ref("int_figure") }}
union all
select *
from {{ ref("int_unit_share") }}
