with {{ snapshot_spells("organisations") }}
select
    unit_id,
    org_no,
    class,
    registered_on,
    dissolved_on,
    members,
    led_by,
    pledged_on,
    appraised_on,
    operates,
    greatest(valid_from, registered_on) as valid_from,
    least(valid_to, dissolved_on) as valid_to,
    {{ lineage() }}
from spells
where greatest(valid_from, registered_on) < coalesce(least(valid_to, dissolved_on), cast('9999-12-31' as date))
