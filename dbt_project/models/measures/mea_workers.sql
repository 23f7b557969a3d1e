-- A worker on a roster counts as long as the roster is in force; as under 45 until the 45th birthday; as certified
-- from the day of the first certificate.
with
    certificates as (
        select
            person_id,
            min(obtained_on) as obtained_on,
            min_by(delivery_id, obtained_on) as delivery_id,
            min_by(sheet, obtained_on) as sheet,
            min_by(row_number, obtained_on) as row_number
        from {{ ref("fct_credential") }}
        group by person_id
    ),
    spells as (
        select
            spells.*,
            {{ add_months("spells.born_on", 540) }} as forty_fifth_birthday,
            certificates.obtained_on,
            certificates.delivery_id as second_delivery_id,
            certificates.sheet as second_sheet,
            certificates.row_number as second_row_number
        from {{ ref("fct_worker_spell") }} as spells
        left join certificates on spells.person_id = certificates.person_id
    ),
    contributions as (
        select
            *,
            valid_from as counts_from,
            valid_to as counts_to,
            1 as workers,
            0 as under_45,
            0 as certified,
            0 as under_45_certified
        from spells
        union all
        select *, valid_from, least(coalesce(valid_to, forty_fifth_birthday), forty_fifth_birthday), 0, 1, 0, 0
        from spells
        where forty_fifth_birthday > valid_from
        union all
        select *, greatest(valid_from, obtained_on), valid_to, 0, 0, 1, 0
        from spells
        where obtained_on is not null and obtained_on < coalesce(valid_to, cast('9999-12-31' as date))
        union all
        select
            *,
            greatest(valid_from, obtained_on),
            least(coalesce(valid_to, forty_fifth_birthday), forty_fifth_birthday),
            0,
            0,
            0,
            1
        from spells
        where
            obtained_on < least(coalesce(valid_to, forty_fifth_birthday), forty_fifth_birthday)
            and forty_fifth_birthday > valid_from
    )
select
    unit_id,
    counts_from as valid_from,
    counts_to as valid_to,
    person_id,
    workers,
    under_45 as workers_under_45,
    certified as workers_certified,
    under_45_certified as workers_under_45_certified,
    case
        when workers = 1 and post in ('station_worker', 'grid_worker', 'station_head', 'deputy_head') then 1 else 0
    end as station_staff,
    case when workers = 1 and post in ('director', 'vice_director') then 1 else 0 end as committee_directors,
    basis,
    delivery_id,
    sheet,
    row_number,
    case when certified + under_45_certified > 0 then second_delivery_id end as second_delivery_id,
    case when certified + under_45_certified > 0 then second_sheet end as second_sheet,
    case when certified + under_45_certified > 0 then second_row_number end as second_row_number
from contributions
