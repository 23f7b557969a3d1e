-- A line counts the people who hold the post, as long as its list is in force. Who holds two posts in a unit is found
-- by the pseudonym.
with
    lines as (
        select
            *,
            max(case when role = 'director' then 1 else 0 end) over same_person as also_director,
            max(case when role = 'secretary' then 1 else 0 end) over same_person as also_secretary,
            role in ('director', 'vice_director', 'committee_member') as in_committee,
            role in ('secretary', 'director', 'vice_director', 'station_head', 'deputy_head') as is_leading,
            role in ('station_head', 'deputy_head', 'station_worker') as in_station,
            role in ('secretary', 'station_head', 'deputy_head', 'station_worker', 'grid_worker')
            or role in ('director', 'vice_director') as is_staff
        from {{ ref("fct_post_spell") }}
        window same_person as (partition by unit_id, valid_from, coalesce(person_id, post_no))
    )
select
    unit_id,
    valid_from,
    valid_to,
    person_id,
    case when is_leading then coalesce(established, 1) end as leading_posts,
    case when is_leading then least(holders, coalesce(established, 1)) end as leading_posts_filled,
    case when role = 'director' then coalesce(established, 1) end as committees_listed,
    case when in_committee then holders end as committee_members,
    case when role = 'director' then holders end as committee_chairs,
    case when role = 'vice_director' then holders end as committee_vice_chairs,
    case when in_committee and duty = 'rotating' then holders end as committee_members_on_rota,
    case when in_committee and also = 'branch_committee' then holders end as committee_members_in_branch,
    case when role = 'secretary' then holders end as secretaries,
    case when role = 'secretary' and employment = 'full_time' then holders end as secretaries_full_time,
    case when role = 'secretary' and channel = 'competition' then holders end as secretaries_by_competition,
    case when role = 'secretary' and also_director = 1 then holders end as secretaries_also_directors,
    case when role = 'station_head' then coalesce(established, 1) end as stations_listed,
    case when role = 'station_head' then holders end as station_heads,
    case when role = 'station_head' and grade = 'section' then holders end as station_heads_ranked,
    case when role = 'station_head' and also_secretary = 1 then holders end as station_heads_also_secretaries,
    case when role = 'deputy_head' then holders end as station_deputies,
    case when in_station then holders end as station_establishment,
    case when duty = 'hall' then holders end as hall_staff,
    case
        when is_staff and also in ('party_delegate', 'peoples_delegate', 'cppcc_member', 'model_worker') then holders
    end as worker_delegates,
    basis,
    delivery_id,
    sheet,
    row_number
from lines
