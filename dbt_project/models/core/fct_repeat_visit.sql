-- Visits to a household that the same worker had already called on in the month. Only what was called on twice is put
-- in order.
{{ config(meta={"by": "unit"}) }}
{%- set parts = ["unit_id", "person_id", "household_no", "step"] %}
with
    visits as (
        select *, {{ month_step("visited_on") }} as step from {{ ref("fct_visit") }} where person_id is not null
    ),
    twice as (select {{ hashed(parts) }} as seen from visits group by {{ hashed(parts) }} having count(*) > 1),
    placed as (
        select
            visits.*,
            row_number() over (
                partition by unit_id, person_id, household_no, step order by visited_on, delivery_id, row_number
            ) as position
        from visits
        inner join twice on {{ hashed(parts) }} = twice.seen
    )
select unit_id, person_id, household_key, visited_on, {{ lineage() }}
from placed
where position > 1
