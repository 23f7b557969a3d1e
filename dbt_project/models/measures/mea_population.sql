-- A count holds until the unit's next one.
select unit_id, valid_from, valid_to, households, residents, urban_residents, basis, delivery_id, sheet, row_number
from {{ ref("fct_population_spell") }}
