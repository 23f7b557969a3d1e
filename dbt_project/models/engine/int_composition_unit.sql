-- Who should have what: one row per composition, unit it is asked of, and item.
select
    items.composition_id,
    items.item,
    items.dataset,
    units.unit_id,
    units.valid_from,
    units.valid_to,
    {{ basis_name("units.basis_rank") }} as basis
from {{ source("reference", "composition_item") }} as items
inner join
    {{ source("reference", "composition") }} as compositions on items.composition_id = compositions.composition_id
inner join {{ source("reference", "composition_scope") }} as scopes on items.composition_id = scopes.composition_id
inner join
    {{ ref("int_unit") }} as units
    on scopes.unit_type = units.unit_type
    and (
        compositions.scope = 'all'
        or units.unit_type not in ('community', 'village')
        or coalesce(units.urban_rural, compositions.scope) = compositions.scope
    )
