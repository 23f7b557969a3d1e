-- Who stands above whom, and when. A unit's own row says who its parent is and from when to when. The rows of the
-- unit above are stretched at both ends of time, so that a late row above leaves no gap below. Grids and party
-- organisations stand below units in trees of their own.
with recursive
    links as (
        select
            unit_id,
            parent_id,
            valid_from,
            valid_to,
            lag(valid_from) over (partition by unit_id order by valid_from) as earlier_from,
            lead(valid_from) over (partition by unit_id order by valid_from) as later_from
        from {{ ref("dim_unit") }}
    ),
    spans as (
        select
            unit_id,
            parent_id,
            valid_from,
            coalesce(valid_to, cast('9999-12-31' as date)) as valid_to,
            case when earlier_from is null then cast('0001-01-01' as date) else valid_from end as stretched_from,
            coalesce(later_from, cast('9999-12-31' as date)) as stretched_to
        from links
    ),
    chain as (
        select unit_id, unit_id as ancestor_id, parent_id, 0 as depth, valid_from, valid_to
        from spans
        union all
        select
            chain.unit_id,
            spans.unit_id,
            spans.parent_id,
            chain.depth + 1,
            greatest(chain.valid_from, spans.stretched_from),
            least(chain.valid_to, spans.stretched_to)
        from chain
        inner join
            spans
            on chain.parent_id = spans.unit_id
            and chain.valid_from < spans.stretched_to
            and spans.stretched_from < chain.valid_to
        where chain.depth < 8
    ),
    branches as (
        select tree, node_id, above_id, depth, valid_from, coalesce(valid_to, cast('9999-12-31' as date)) as valid_to
        from {{ ref("int_tree_leaf") }}
        union all
        select
            leaves.tree,
            leaves.node_id,
            chain.ancestor_id,
            leaves.depth + 1 + chain.depth,
            greatest(leaves.valid_from, chain.valid_from),
            least(coalesce(leaves.valid_to, cast('9999-12-31' as date)), chain.valid_to)
        from {{ ref("int_tree_leaf") }} as leaves
        inner join
            chain
            on leaves.unit_id = chain.unit_id
            and leaves.valid_from < chain.valid_to
            and chain.valid_from < coalesce(leaves.valid_to, cast('9999-12-31' as date))
        where leaves.is_top
    ),
    trees as (
        select 'administrative' as tree, unit_id, ancestor_id, depth, valid_from, valid_to
        from chain
        union all
        select tree, node_id, above_id, depth, valid_from, valid_to
        from branches
    )
select tree, unit_id, ancestor_id, depth, valid_from, nullif(valid_to, cast('9999-12-31' as date)) as valid_to
from trees
