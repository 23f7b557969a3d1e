-- Trained: for a year from each training, or until the next; new: for a year from the first day; all-round: from the
-- day the test was passed. Each only while the worker is on the roster.
with
    trained as (
        select
            person_id,
            held_on as from_day,
            least(
                {{ add_months("held_on", 12) }},
                coalesce(lead(held_on) over (partition by person_id order by held_on), cast('9999-12-31' as date))
            ) as to_day
        from (select distinct person_id, held_on from {{ ref("fct_training") }}) as days
    ),
    passed as (
        select person_id, min(held_on) as from_day
        from {{ ref("fct_training") }}
        where kind = 'all_round' and result = 'passed'
        group by person_id
    ),
    spells as (
        select
            *,
            coalesce(valid_to, cast('9999-12-31' as date)) as ends_on,
            {{ add_months("started_on", 12) }} as settled_on
        from {{ ref("fct_worker_spell") }}
    ),
    stretches as (
        select
            spells.*, trained.from_day, trained.to_day, 1 as workers_trained, 0 as new_workers, 0 as workers_all_round
        from spells
        inner join trained on spells.person_id = trained.person_id
        union all
        select *, started_on, settled_on, 0, 1, 0
        from spells
        union all
        select spells.*, passed.from_day, cast('9999-12-31' as date), 0, 0, 1
        from spells
        inner join passed on spells.person_id = passed.person_id
        union all
        select
            spells.*, greatest(trained.from_day, spells.started_on), least(trained.to_day, spells.settled_on), 2, 0, 0
        from spells
        inner join trained on spells.person_id = trained.person_id
    )
select
    unit_id,
    greatest(valid_from, from_day) as valid_from,
    nullif(least(ends_on, to_day), cast('9999-12-31' as date)) as valid_to,
    person_id,
    case when workers_trained = 1 then 1 else 0 end as workers_trained,
    new_workers,
    case when workers_trained = 2 then 1 else 0 end as new_workers_trained,
    workers_all_round,
    basis,
    delivery_id,
    sheet,
    row_number
from stretches
where greatest(valid_from, from_day) < least(ends_on, to_day)
