-- Both what a unit counts and what its register lists; a fifth more or less than last time, and not a handful.
with
    counted as (
        select 'population' as dataset, unit_id, valid_from, households, delivery_id, sheet, row_number
        from {{ ref("fct_population_spell") }}
        union all
        select 'households', unit_id, valid_from, count(*), min(delivery_id), min_by(sheet, row_number), min(row_number)
        from {{ ref("fct_household_spell") }}
        group by unit_id, valid_from
    ),
    compared as (
        select counted.*, lag(households) over (partition by dataset, unit_id order by valid_from) as households_before
        from counted
    )
select
    dataset,
    unit_id,
    delivery_id,
    sheet,
    row_number,
    '由 ' || households_before || ' 户变为 ' || households || ' 户' as found_zh,
    'from ' || households_before || ' to ' || households || ' households' as found_en
from compared
where abs(households - households_before) > 0.2 * households_before and abs(households - households_before) > 20
