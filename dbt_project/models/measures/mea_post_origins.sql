-- A kind of information officer counts once a unit and list, whichever post of the kind comes first.
with
    lines as (
        select
            *,
            role in ('secretary', 'director', 'vice_director', 'station_head', 'deputy_head')
            or role in ('station_worker', 'grid_worker') as is_staff,
            case when role in ('station_worker', 'grid_worker') then 'worker' else role end as kind,
            also = 'info_officer' and holders > 0 as informs
        from {{ ref("fct_post_spell") }}
    ),
    ranked as (
        select
            *,
            row_number() over (
                partition by unit_id, valid_from, kind order by case when informs then 0 else 1 end, post_no
            ) as position
        from lines
    )
select
    unit_id,
    valid_from,
    valid_to,
    role,
    case when is_staff or role = 'committee_member' then holders end as people_in_post,
    case
        when (is_staff or role = 'committee_member') and background in ('retired_cadre', 'public_figure') then holders
    end as people_from_public_life,
    case
        when role in ('station_head', 'deputy_head', 'station_worker', 'grid_worker') then holders
    end as workers_selected,
    case
        when role in ('station_head', 'deputy_head', 'station_worker', 'grid_worker') and channel = 'two_way'
        then holders
    end as workers_two_way,
    case when is_staff and background = 'graduate' then holders end as graduates,
    case when is_staff and background = 'street_staff' then holders end as moved_from_street,
    case when role = 'street_staff' then established end as street_staff_before,
    case when role in ('secretary', 'station_head') and grade = 'deputy_section' then holders end as cadres_as_leaders,
    case when role in ('secretary', 'station_head') then coalesce(established, 1) end as secretary_and_head_posts,
    case when role = 'owners_committee' and holders > 0 then 1 end as owners_committees,
    case
        when role = 'owners_committee' and holders > 0 and also = 'committee_member' then 1
    end as owners_committees_shared,
    case when role = 'department_window' then 1 end as departments_asked,
    case when role = 'department_window' and holders > 0 then 1 end as departments_posted,
    case when role = 'representative' then holders end as resident_representatives,
    case
        when informs and position = 1 and kind in ('worker', 'group_leader', 'grid_head', 'building_leader') then 1
    end as informant_kinds,
    basis,
    delivery_id,
    sheet,
    row_number
from ranked
