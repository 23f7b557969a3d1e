-- Shortfalls of the units below, added up: no surplus of one hides the lack of another.
{{ config(meta={"day": "period_start", "span": "year"}) }}
select tree.ancestor_id as unit_id, paths.clause_id, paths.period_start, sum(paths.gap) as structural_gap
from {{ ref("int_path") }} as paths
inner join
    {{ ref("dim_unit_tree") }} as tree
    on paths.unit_id = tree.unit_id
    and tree.tree = 'administrative'
    and tree.valid_from <= paths.judged_on
    and coalesce(tree.valid_to, cast('9999-12-31' as date)) > paths.judged_on
where
    -- a norm has a target, and so a gap, only at the level it binds
    (paths.is_norm or (paths.unit_type in ('community', 'village') and paths.is_rate)) and not paths.out_of_scope
group by tree.ancestor_id, paths.clause_id, paths.period_start
