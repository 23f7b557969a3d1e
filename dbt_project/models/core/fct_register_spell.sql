with {{ dated_spells("registers", "item") }}
select unit_id, item, responsible, since, evidence, valid_from, valid_to, {{ lineage() }}
from dated
where valid_to is null or valid_to > valid_from
