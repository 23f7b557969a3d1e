-- Where a unit's contributions belong on each boundary basis.
-- as_was: to itself. as_is: to the units its people live in today, by share. constant: to the one unit that stands for
-- everything it was ever split from or merged with, so that a series never jumps.
with
    changes as (
        select change.predecessor_id, change.successor_id, cast(change.share as decimal(9, 6)) as share
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
        having sum(share) < 1
    ),
    generation_0 as (
        select unit_id, unit_id as target_id, cast(1 as decimal(9, 6)) as weight, false as settled
        from {{ ref("int_unit") }}
    ),
    {% for generation in [1, 2, 3] %}
        generation_{{ generation }} as (
            select
                before.unit_id,
                coalesce(moves.successor_id, before.target_id) as target_id,
                cast(before.weight * coalesce(moves.share, 1) as decimal(9, 6)) as weight,
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
    )
select 'as_was' as boundary, unit_id, target_id, weight
from generation_0
union all
select 'as_is', unit_id, target_id, sum(weight)
from generation_3
group by unit_id, target_id
union all
select 'constant', units.unit_id, coalesce(standing_for.target_id, units.unit_id), cast(1 as decimal(9, 6))
from {{ ref("int_unit") }} as units
left join label_4 on units.unit_id = label_4.unit_id
left join standing_for on label_4.label = standing_for.label
