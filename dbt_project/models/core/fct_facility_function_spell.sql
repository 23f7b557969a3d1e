with {{ dated_spells("facility_functions", "facility_function") }}
select unit_id, facility_function, area, since, evidence, valid_from, valid_to, {{ lineage() }}
from dated
where valid_to is null or valid_to > valid_from
