-- A unit counts while it stands, at its own level: communities and villages, or the communities that in some places
-- stand between a district and its residents' committees.
select
    unit_id,
    valid_from,
    valid_to,
    unit_type,
    case when unit_type in ('community', 'village') then 1 end as communities,
    case when unit_type in ('community', 'village') and urban_rural = 'urban' then 1 end as urban_communities,
    case when unit_type in ('community', 'village') and urban_rural = 'rural' then 1 end as rural_communities,
    case
        when unit_type = 'community' and urban_rural = 'urban' and standing = 'established' then 1
    end as urban_communities_established,
    case
        when unit_type = 'community' and urban_rural = 'urban' and standing = 'preparatory' then 1
    end as urban_communities_preparatory,
    case when unit_type in ('street', 'town') and urban_rural = 'urban' then 1 end as urban_areas,
    case when unit_type in ('street', 'town') and urban_rural = 'rural' then 1 end as rural_areas,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("dim_unit") }}
