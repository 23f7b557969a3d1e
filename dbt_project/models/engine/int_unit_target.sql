-- Where a unit's contributions belong on each boundary basis.
-- as_was: to itself. as_is: to the units its people live in today, by share. constant: to the one unit that stands for
-- everything it was ever split from or merged with, so that a series never jumps.
with
    changes as (
        select
            change.predecessor_id,
            change.successor_id,
            cast(change.share as decimal(18, 12)) as share,
            change.changed_on
        from {{ ref("dim_unit_change") }} as change
        inner join {{ ref("int_unit") }} as units on change.predecessor_id = units.unit_id
        where change.changed_on <= units.as_of
    ),
    moves as (
        select predecessor_id, successor_id, share, false as settled
        from changes
        union all
        -- what was not handed on stays, as long as the unit itself does
        select predecessor_id, predecessor_id, 1 - sum(share), true
        from changes
        group by predecessor_id
        having sum(share) < 1 - 1e-6
    ),
    generation_0 as (
        select unit_id, unit_id as target_id, cast(1 as decimal(18, 12)) as weight, false as settled
        from {{ ref("int_unit") }}
    ),
    {% for generation in [1, 2, 3] %}
        generation_{{ generation }} as (
            select
                before.unit_id,
                coalesce(moves.successor_id, before.target_id) as target_id,
                cast(before.weight * coalesce(moves.share, 1) as decimal(18, 12)) as weight,
                before.settled or moves.predecessor_id is null or moves.settled as settled
            from generation_{{ generation - 1 }} as before
            left join moves on case when not before.settled then before.target_id end = moves.predecessor_id
        ),
    {% endfor %}
    neighbours as (
        select predecessor_id as unit_id, successor_id as neighbour_id
        from changes
        union
        select successor_id, predecessor_id
        from changes
        union
        select predecessor_id, predecessor_id
        from changes
        union
        select successor_id, successor_id
        from changes
    ),
    label_0 as (select distinct unit_id, unit_id as label from neighbours),
    {% for round in [1, 2, 3, 4] %}
        label_{{ round }} as (
            select neighbours.unit_id, min(before.label) as label
            from neighbours
            inner join label_{{ round - 1 }} as before on neighbours.neighbour_id = before.unit_id
            group by neighbours.unit_id
        ),
    {% endfor %}
    standing_for as (
        select
            label_4.label,
            case
                when count(*) filter (where changes.predecessor_id is null) = 1
                then max(label_4.unit_id) filter (where changes.predecessor_id is null)
                else min_by(label_4.unit_id, units.valid_from)
            end as target_id
        from label_4
        inner join {{ ref("int_unit") }} as units on label_4.unit_id = units.unit_id
        left join (select distinct predecessor_id from changes) as changes on label_4.unit_id = changes.predecessor_id
        group by label_4.label
    ),
    always as (select cast('0001-01-01' as date) as first_day, cast('9999-12-31' as date) as last_day),
    survivors as (
        select moves.predecessor_id as unit_id, max(changes.changed_on) as changed_on
        from moves
        inner join changes on moves.predecessor_id = changes.predecessor_id
        where moves.settled
        group by moves.predecessor_id
    )
select 'as_was' as boundary, unit_id, target_id, weight, always.first_day as valid_from, always.last_day as valid_to
from generation_0
cross join always
union all
-- a unit that went on after handing some of its people over shares out only what it counted before
select
    'as_is',
    shared.unit_id,
    shared.target_id,
    sum(shared.weight),
    min(always.first_day),
    min(coalesce(survivors.changed_on, always.last_day))
from generation_3 as shared
cross join always
left join survivors on shared.unit_id = survivors.unit_id
group by shared.unit_id, shared.target_id
union all
select 'as_is', survivors.unit_id, survivors.unit_id, 1, survivors.changed_on, always.last_day
from survivors
cross join always
union all
select 'constant', units.unit_id, coalesce(standing_for.target_id, units.unit_id), 1, always.first_day, always.last_day
from {{ ref("int_unit") }} as units
cross join always
left join label_4 on units.unit_id = label_4.unit_id
left join standing_for on label_4.label = standing_for.label
