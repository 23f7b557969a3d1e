with {{ snapshot_spells("party_orgs") }}
select
    unit_id,
    org_name,
    unit_id || '#' || org_name as node_id,
    kind,
    members,
    members_in_groups,
    affiliated_orgs,
    valid_from,
    valid_to,
    {{ lineage() }}
from spells
