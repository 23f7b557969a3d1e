-- A hire counts on its own day, from the first list that names it; a post held since before the first list counts
-- there. Workers are those in the posts that their roster knows, secretaries among them: 竞争上岗 is mostly theirs.
with
    firsts as (
        select *, row_number() over (partition by unit_id, person_id, since order by valid_from, post_no) as position
        from {{ ref("fct_post_spell") }}
        where
            person_id is not null
            and since is not null
            and role in (
                'secretary', 'director', 'vice_director', 'station_head', 'deputy_head', 'station_worker', 'grid_worker'
            )
    )
select
    unit_id,
    since as day,
    person_id,
    1 as hires,
    case when channel in ('open_recruitment', 'elected', 'competition') then 1 else 0 end as hires_open,
    case
        when background in ('entrepreneur', 'manager', 'veteran', 'graduate', 'laid_off') then 1 else 0
    end as hires_from_five_groups,
    case when background = 'village_cadre' then 1 else 0 end as hires_from_villages,
    basis,
    delivery_id,
    sheet,
    row_number
from firsts
where position = 1
