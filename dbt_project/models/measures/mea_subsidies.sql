-- No rate is printed: it is what a jurisdiction's urban committees pay most often, by kind of duty, on the day of the
-- list.
-- Who works at a station is due no subsidy of a committee.
with
    lines as (
        select
            posts.*,
            units.jurisdiction_id,
            units.urban_rural,
            coalesce(posts.duty, 'none') as duty_kind,
            max(case when posts.role in ('station_head', 'deputy_head', 'station_worker') then 1 else 0 end) over (
                partition by posts.valid_from, coalesce(posts.person_id, posts.unit_id || posts.post_no)
            ) as at_station
        from {{ ref("fct_post_spell") }} as posts
        inner join {{ ref("int_unit") }} as units on posts.unit_id = units.unit_id
    ),
    paid as (
        select jurisdiction_id, valid_from, duty_kind, subsidy, count(*) as times
        from lines
        where role = 'committee_member' and at_station = 0 and urban_rural = 'urban' and subsidy > 0
        group by jurisdiction_id, valid_from, duty_kind, subsidy
    ),
    rates as (
        select jurisdiction_id, valid_from, duty_kind, max_by(subsidy, times + subsidy / 1000000) as rate
        from paid
        group by jurisdiction_id, valid_from, duty_kind
    )
select
    lines.unit_id,
    lines.valid_from,
    lines.valid_to,
    lines.person_id,
    rates.rate,
    case when lines.role = 'committee_member' and lines.at_station = 0 then lines.holders end as members_due_subsidy,
    case
        when lines.role = 'committee_member' and lines.at_station = 0 and lines.subsidy = rates.rate then lines.holders
    end as members_at_right_rate,
    case
        when lines.role = 'committee_member' and lines.at_station = 1 and lines.subsidy > 0 then lines.holders
    end as station_workers_subsidised,
    case when lines.role = 'building_leader' then lines.holders end as building_leaders,
    case when lines.role = 'building_leader' and lines.subsidy > 0 then lines.holders end as building_leaders_paid,
    lines.basis,
    lines.delivery_id,
    lines.sheet,
    lines.row_number
from lines
left join
    rates
    on lines.jurisdiction_id = rates.jurisdiction_id
    and lines.valid_from = rates.valid_from
    and lines.duty_kind = rates.duty_kind
