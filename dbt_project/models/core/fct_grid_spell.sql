with {{ snapshot_spells("grids") }}
select
    unit_id,
    grid_no,
    unit_id || '#' || grid_no as node_id,
    households,
    workers,
    directors,
    guides,
    valid_from,
    valid_to,
    {{ lineage() }}
from spells
