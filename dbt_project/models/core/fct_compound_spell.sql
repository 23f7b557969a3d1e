with {{ snapshot_spells("compounds") }}
select
    unit_id,
    compound,
    kind,
    standalone,
    households_planned,
    households_occupied,
    residents,
    residents_registered,
    governed_by,
    governed_since,
    owners_committee_since,
    property_firm,
    council_since,
    four_party_since,
    linked_since,
    minutes_to_service,
    valid_from,
    valid_to,
    {{ lineage() }}
from spells
