with {{ dated_spells("facilities", "facility_no") }}
select
    unit_id,
    facility_no,
    kind,
    area,
    since,
    manager,
    right_of_use,
    commercial_use,
    tariff,
    obtained_by,
    defect,
    remedied_on,
    valid_from,
    valid_to,
    {{ lineage() }}
from dated
where valid_to is null or valid_to > valid_from
