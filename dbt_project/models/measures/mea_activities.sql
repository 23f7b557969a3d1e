{% set service = "kind in ('health_service', 'job_drive', 'internship', 'clean_up')" %}
select
    activities.unit_id,
    activities.held_on as day,
    case when kind = 'culture_sport' then 1 else 0 end as culture_sport_events,
    case when kind = 'culture_sport' and co_host is not null then 1 else 0 end as culture_sport_events_co_hosted,
    case when kind = 'volunteer_service' then 1 else 0 end as volunteer_activities,
    case when kind = 'volunteer_service' and feedback = 'yes' then 1 else 0 end as volunteer_activities_with_feedback,
    case when {{ service }} and co_host is not null then kind end as joint_service_kind,
    case when co_host is not null then field end as joint_field,
    case
        when field = 'party_building' and co_host is not null then concat(unit_id, '|', co_host)
    end as party_building_partner,
    case when kind = 'center_meeting' then 1 else 0 end as center_meetings,
    case
        when kind in ('model_site', 'outstanding_person', 'outstanding_team', 'outstanding_case') then 1 else 0
    end as honours,
    case
        when target_group in ('migrants', 'resettled') then coalesce(participants, 0) else 0
    end as newcomers_taking_part,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_activity") }} as activities
