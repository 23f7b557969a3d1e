-- One row per unit: when it stood, and the as-of date of the jurisdiction that judges it.
select
    units.unit_id,
    units.jurisdiction_id,
    max_by(units.unit_type, units.valid_from) as unit_type,
    max_by(units.urban_rural, units.valid_from) as urban_rural,
    min(units.valid_from) as valid_from,
    max(coalesce(units.valid_to, cast('9999-12-31' as date))) as valid_to,
    min(jurisdictions.starts_on) as starts_on,
    min(jurisdictions.as_of) as as_of,
    max(case when jurisdictions.is_demo then 1 else 0 end) as basis_rank
from {{ ref("dim_unit") }} as units
inner join {{ ref("dim_jurisdiction") }} as jurisdictions on units.jurisdiction_id = jurisdictions.jurisdiction_id
group by units.unit_id, units.jurisdiction_id
