-- Visits to a household that the same worker had already called on in the month. Only what was called on twice is put
-- in order.
{{ config(meta={"by": "unit", "day": "visited_on", "span": "month"}) }}
{%- set parts = ["unit_id", "person_id", "household_no", month_step("visited_on")] %}
with
    twice as (
        select {{ hashed(parts) }} as seen
        from {{ ref("fct_visit") }}
        where person_id is not null
        group by {{ hashed(parts) }}
        having count(*) > 1
    ),
    placed as (
        select
            visits.*,
            row_number() over (
                partition by {{ parts | join(", ") }} order by visited_on, delivery_id, row_number
            ) as position
        from {{ ref("fct_visit") }} as visits
        inner join twice on {{ hashed(parts) }} = twice.seen
        where person_id is not null
    )
select unit_id, person_id, {{ household_key() }} as household_key, visited_on, {{ lineage() }}
from placed
where position > 1
