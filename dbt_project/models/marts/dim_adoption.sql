-- One row per unit and document that binds it: descendants inherit what a unit above them follows.
select tree.unit_id, adoptions.policy_id, min(adoptions.adopted_from) as adopted_from
from {{ source("reference", "adoption") }} as adoptions
inner join {{ ref("dim_unit") }} as units on adoptions.unit_code = units.code
inner join {{ ref("dim_unit_tree") }} as tree on units.unit_id = tree.ancestor_id and tree.tree = 'administrative'
group by tree.unit_id, adoptions.policy_id
