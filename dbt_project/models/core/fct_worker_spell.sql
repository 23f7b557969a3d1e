with {{ snapshot_spells("workers") }}
select unit_id, person_id, staff_no, born_on, post, grid_no, started_on, valid_from, valid_to, {{ lineage() }}
from spells
