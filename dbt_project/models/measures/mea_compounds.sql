-- A compound counts as its unit's latest list has it. New estates are judged by the households that live there against
-- those it was planned for.
select
    unit_id,
    valid_from,
    valid_to,
    compound,
    1 as compounds,
    residents as compound_residents,
    case when owners_committee_since <= valid_from then 1 end as compounds_with_owners_committee,
    case when council_since <= valid_from then 1 end as compounds_with_council,
    case when four_party_since <= valid_from then 1 end as compounds_with_four_parties,
    case when linked_since <= valid_from then 1 end as compounds_linked,
    case when governed_by <> 'none' then residents end as residents_organised,
    case when minutes_to_service <= 15 then residents end as residents_near_service,
    case when kind = 'resettlement' then residents end as resettled_residents,
    case when kind = 'resettlement' then residents_registered end as resettled_residents_registered,
    case when standalone = 'yes' and households_occupied > 700 then 1 end as large_estates,
    case
        when standalone = 'yes' and households_occupied > 700 and governed_by = 'own_committee' then 1
    end as large_estates_own_committee,
    case when kind = 'new' and households_occupied >= 0.5 * households_planned then 1 end as new_estates_half_full,
    case
        when
            kind = 'new'
            and households_occupied >= 0.5 * households_planned
            and governed_by in ('own_committee', 'committee')
        then 1
    end as new_estates_half_full_committee,
    case when kind = 'new' and households_occupied < 0.5 * households_planned then 1 end as new_estates_filling,
    case
        when kind = 'new' and households_occupied < 0.5 * households_planned and governed_by <> 'none' then 1
    end as new_estates_filling_looked_after,
    case
        when kind in ('new', 'fringe', 'industrial', 'resettlement', 'floating_large', 'floating_small') then 1
    end as five_areas,
    case
        when
            kind in ('new', 'fringe', 'industrial', 'resettlement', 'floating_large', 'floating_small')
            and governed_by in ('own_committee', 'committee')
        then 1
    end as five_areas_committee,
    case when kind in ('floating_large', 'floating_small') then 1 end as floating_areas,
    case
        when
            (kind = 'floating_large' and governed_by in ('own_committee', 'committee'))
            or (kind = 'floating_small' and governed_by in ('own_committee', 'committee', 'group'))
        then 1
    end as floating_areas_covered,
    case when kind = 'converted' then 1 end as converted_compounds,
    case
        when kind = 'converted' and governed_by in ('own_committee', 'committee') then 1
    end as converted_compounds_committee,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_compound_spell") }}
