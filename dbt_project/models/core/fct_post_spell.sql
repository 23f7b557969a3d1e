with {{ snapshot_spells("posts") }}
select
    unit_id,
    post_no,
    role,
    established,
    holders,
    person_id,
    scope,
    since,
    channel,
    background,
    employment,
    duty,
    grade,
    also,
    subsidy,
    valid_from,
    valid_to,
    {{ lineage() }}
from spells
