with {{ snapshot_spells("population") }}
select unit_id, households, residents, urban_residents, valid_from, valid_to, {{ lineage() }}
from spells
