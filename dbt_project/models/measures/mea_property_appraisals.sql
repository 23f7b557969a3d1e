select unit_id, appraised_on as day, concat(unit_id, '|', org_no) as firm_key, basis, delivery_id, sheet, row_number
from {{ ref("fct_organisation_spell") }}
where class = 'property_firm' and appraised_on is not null
