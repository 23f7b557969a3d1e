with {{ snapshot_spells("party_orgs") }}
select unit_id, org_name, kind, members, valid_from, valid_to, {{ lineage() }}
from spells
