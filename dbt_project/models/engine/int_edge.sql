-- Which units count towards which, on each boundary basis, from when to when and with what weight.
-- A unit's first and last parents are stretched to all time: a late row of a closed unit still belongs somewhere.
with
    spans as (
        select
            unit_id,
            ancestor_id,
            valid_from,
            coalesce(valid_to, cast('9999-12-31' as date)) as valid_to,
            min(valid_from) over (partition by unit_id) as first_from,
            max(coalesce(valid_to, cast('9999-12-31' as date))) over (partition by unit_id) as last_to
        from {{ ref("dim_unit_tree") }}
        where tree = 'administrative'
    ),
    tree as (
        select
            unit_id,
            ancestor_id,
            valid_to = last_to as is_last,
            case when valid_from = first_from then cast('0001-01-01' as date) else valid_from end as valid_from,
            case when valid_to = last_to then cast('9999-12-31' as date) else valid_to end as valid_to
        from spans
    )
select
    targets.boundary,
    tree.ancestor_id,
    targets.unit_id,
    tree.valid_from,
    tree.valid_to,
    cast(sum(targets.weight) as decimal(18, 12)) as weight
from {{ ref("int_unit_target") }} as targets
inner join tree on targets.target_id = tree.unit_id
where targets.boundary = 'as_was'
group by targets.boundary, tree.ancestor_id, targets.unit_id, tree.valid_from, tree.valid_to
union all
select
    targets.boundary,
    tree.ancestor_id,
    targets.unit_id,
    targets.valid_from,
    targets.valid_to,
    cast(sum(targets.weight) as decimal(18, 12))
from {{ ref("int_unit_target") }} as targets
inner join tree on targets.target_id = tree.unit_id and tree.is_last
where targets.boundary in ('as_is', 'constant')
group by targets.boundary, tree.ancestor_id, targets.unit_id, targets.valid_from, targets.valid_to
