{{ config(meta={"by": "unit"}) }}
with {{ snapshot_spells("households") }}
select
    unit_id,
    household_no,
    {{ household_key() }} as household_key,
    grid_no,
    key_group,
    valid_from,
    valid_to,
    {{ lineage() }}
from spells
