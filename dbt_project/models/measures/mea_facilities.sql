-- A facility counts while the lists name it, with the area of the latest list.
select
    unit_id,
    valid_from,
    valid_to,
    facility_no,
    1 as facilities_listed,
    case when manager = 'street' and right_of_use = 'community' then 1 end as facilities_held_for_community,
    case when commercial_use = 'yes' then 1 end as facilities_for_profit,
    case when tariff is not null then 1 end as facilities_charged,
    case when tariff in ('resident', 'reduced') then 1 end as facilities_at_residents_rates,
    case when defect is not null then 1 end as facilities_deficient,
    case when defect is not null and remedied_on is not null then 1 end as facilities_put_right,
    case when obtained_by = 'planned' then 1 end as facilities_planned,
    case
        when obtained_by = 'planned' and (coalesce(defect, '') <> 'not_handed_over' or remedied_on is not null) then 1
    end as facilities_handed_over,
    case when kind in ('rooms', 'combined', 'rooms_new_estate', 'rooms_old_estate') then area end as rooms_area,
    case when kind = 'combined' then 1 end as combined_facilities,
    case when kind = 'activity' then area end as activity_area,
    case when kind = 'friend_centre' then area end as friend_centre_area,
    case when kind = 'zone_centre' then 1 end as zone_centres,
    case when kind = 'zone_centre' then area end as zone_centre_area,
    case when kind = 'service_centre' then 1 end as service_centres,
    case when kind = 'service_centre' then area end as service_centre_area,
    case when kind = 'rooms_new_estate' then 1 end as new_estate_rooms,
    case when kind = 'rooms_new_estate' then area end as new_estate_rooms_area,
    case when kind = 'rooms_old_estate' then 1 end as old_estate_rooms,
    case when kind = 'rooms_old_estate' then area end as old_estate_rooms_area,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_facility_spell") }}
