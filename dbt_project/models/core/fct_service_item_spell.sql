with {{ snapshot_spells("service_items") }}
select
    unit_id,
    item_no,
    item,
    domain,
    department,
    responsibility,
    handled_at,
    window_no,
    one_door,
    weekly_hours,
    pledged_on,
    admitted_on,
    funded,
    withdrawn_on,
    by_residence,
    entered_once,
    valid_from,
    valid_to,
    {{ lineage() }}
from spells
