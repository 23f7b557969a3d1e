-- What stands below a unit in the grid and party trees: a grid; a party committee, and the branches under it. A branch
-- is under the one committee of its unit's list; where that has none, or several, under the unit.
with
    committees as (
        select unit_id, valid_from, min(node_id) as node_id
        from {{ ref("fct_party_org_spell") }}
        where kind = 'committee'
        group by unit_id, valid_from
        having count(*) = 1
    )
select 'grid' as tree, node_id, node_id as above_id, 0 as depth, true as is_top, unit_id, valid_from, valid_to
from {{ ref("fct_grid_spell") }}
union all
select
    'party',
    orgs.node_id,
    orgs.node_id,
    0,
    orgs.kind = 'committee' or committees.node_id is null,
    orgs.unit_id,
    orgs.valid_from,
    orgs.valid_to
from {{ ref("fct_party_org_spell") }} as orgs
left join committees on orgs.unit_id = committees.unit_id and orgs.valid_from = committees.valid_from
union all
select 'party', orgs.node_id, committees.node_id, 1, true, orgs.unit_id, orgs.valid_from, orgs.valid_to
from {{ ref("fct_party_org_spell") }} as orgs
inner join committees on orgs.unit_id = committees.unit_id and orgs.valid_from = committees.valid_from
where orgs.kind <> 'committee'
