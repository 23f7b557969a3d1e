with {{ snapshot_spells("network_plan") }}
select unit_id, sub_units, residents, planned_points, valid_from, valid_to, {{ lineage() }}
from spells
