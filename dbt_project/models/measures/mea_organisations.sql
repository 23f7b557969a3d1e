{% set social = "class in ('social_management', 'social_service', 'social_welfare', 'social_mutual')" %}
{% set volunteers = "class in ('volunteer_team', 'five_elders_team')" %}
select
    unit_id,
    valid_from,
    valid_to,
    {% for kind in ["resident_unit", "property_firm", "arts_troupe", "joint_committee", "affairs_station"] %}
        case when class = '{{ kind }}' then 1 else 0 end as {{ kind }}s,
    {% endfor %}
    case when class = 'resident_unit' and pledged_on is not null then 1 else 0 end as resident_units_pledged,
    case
        when class = 'joint_committee' and led_by = 'community_secretary' then 1 else 0
    end as joint_committees_led_by_secretary,
    case when class = 'arts_troupe' then coalesce(members, 0) else 0 end as arts_troupe_members,
    case when {{ volunteers }} then 1 else 0 end as volunteer_teams,
    case when {{ volunteers }} then coalesce(members, 0) else 0 end as volunteers,
    case when class = 'five_elders_team' then 1 else 0 end as five_elders_teams,
    case when {{ social }} then 1 else 0 end as social_organisations,
    case when {{ social }} and operates = 'center' then 1 else 0 end as center_operators,
    case when class = 'community_company' then 1 else 0 end as community_companies,
    case when class = 'community_company' then coalesce(members, 0) else 0 end as community_company_staff,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_organisation_spell") }}
