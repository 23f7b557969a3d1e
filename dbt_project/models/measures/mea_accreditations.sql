-- A title counts from the day it was granted until it is taken back, as long as the unit stands.
select
    titles.unit_id,
    titles.granted_on as valid_from,
    nullif(least(coalesce(titles.revoked_on, units.valid_to), units.valid_to), cast('9999-12-31' as date)) as valid_to,
    titles.title,
    case
        when titles.title = 'provincial_harmonious' and units.urban_rural = 'urban' then 1
    end as urban_provincial_titles,
    case
        when titles.title = 'provincial_harmonious' and units.urban_rural = 'rural' then 1
    end as rural_provincial_titles,
    case when titles.title = 'national_model' then 1 end as national_titles,
    titles.basis,
    titles.delivery_id,
    titles.sheet,
    titles.row_number
from {{ ref("fct_accreditation") }} as titles
inner join {{ ref("int_unit") }} as units on titles.unit_id = units.unit_id
