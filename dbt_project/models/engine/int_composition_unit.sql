-- Who should have what: one row per composition, unit it is asked of, and item. A unit is asked by a document it
-- follows. Held against another document it is asked only where the lists of its jurisdiction name every item: what
-- nobody there was ever asked to list is not known, and not missing. What no document asks is asked of all.
with
    asking as (
        select distinct measures.composition_id, clauses.policy_id
        from {{ source("reference", "clause") }} as clauses
        inner join
            {{ source("reference", "indicator") }} as indicators on clauses.indicator_id = indicators.indicator_id
        inner join
            {{ source("reference", "measure") }} as measures
            on measures.measure_id in (indicators.numerator, indicators.denominator)
        where measures.composition_id is not null
    ),
    following as (
        select distinct asking.composition_id, adoptions.unit_id
        from asking
        inner join {{ ref("dim_adoption") }} as adoptions on asking.policy_id = adoptions.policy_id
    ),
    due as (
        select
            items.composition_id,
            items.item,
            items.dataset,
            units.unit_id,
            units.jurisdiction_id,
            units.valid_from,
            units.valid_to,
            units.basis_rank
        from {{ source("reference", "composition_item") }} as items
        inner join
            {{ source("reference", "composition") }} as compositions
            on items.composition_id = compositions.composition_id
        inner join
            {{ source("reference", "composition_scope") }} as scopes on items.composition_id = scopes.composition_id
        inner join
            {{ ref("int_unit") }} as units
            on scopes.unit_type = units.unit_type
            and (
                compositions.scope = 'all'
                or units.unit_type not in ('community', 'village')
                or coalesce(units.urban_rural, compositions.scope) = compositions.scope
            )
    ),
    listed as (
        select due.composition_id, due.jurisdiction_id
        from due
        left join {{ ref("fct_presence") }} as presence on due.unit_id = presence.unit_id and due.item = presence.item
        group by due.composition_id, due.jurisdiction_id
        having count(distinct due.item) = count(distinct presence.item)
    )
select
    due.composition_id,
    due.item,
    due.dataset,
    due.unit_id,
    due.valid_from,
    due.valid_to,
    {{ basis_name("due.basis_rank") }} as basis
from due
left join following on due.composition_id = following.composition_id and due.unit_id = following.unit_id
left join listed on due.composition_id = listed.composition_id and due.jurisdiction_id = listed.jurisdiction_id
where
    following.unit_id is not null
    or listed.composition_id is not null
    or due.composition_id not in (select composition_id from asking)
