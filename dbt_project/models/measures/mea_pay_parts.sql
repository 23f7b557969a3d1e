-- A year's pay is known when it is over. Certified: since before the year began. Rural heads: secretary or director of
-- a rural unit on the year's last roster that names them.
with
    certificates as (
        select person_id, min(year(obtained_on)) as obtained_in from {{ ref("fct_credential") }} group by person_id
    ),
    last_posts as (
        select pay.unit_id, pay.person_id, pay.year, max_by(workers.post, workers.valid_from) as last_post
        from {{ ref("fct_pay") }} as pay
        inner join
            {{ ref("fct_worker_spell") }} as workers
            on pay.unit_id = workers.unit_id
            and pay.person_id = workers.person_id
            and workers.valid_from <= {{ year_end("pay.year") }}
            and (workers.valid_to is null or year({{ add_days("workers.valid_to", -1) }}) >= pay.year)
        group by pay.unit_id, pay.person_id, pay.year
    ),
    paid as (
        select
            pay.*,
            certificates.obtained_in < pay.year as is_certified,
            case when pay.pension > 0 then 1 else 0 end
            + case when pay.medical > 0 then 1 else 0 end
            + case when pay.unemployment > 0 then 1 else 0 end
            + case when pay.work_injury > 0 then 1 else 0 end
            + case when pay.maternity > 0 then 1 else 0 end as paid_insurances,
            last_posts.last_post in ('secretary', 'director') and units.urban_rural = 'rural' as is_rural_head,
            lag(case when pay.months = 12 then pay.annual_pay end) over same_person as pay_before,
            lag(pay.year) over same_person as year_before
        from {{ ref("fct_pay") }} as pay
        inner join {{ ref("int_unit") }} as units on pay.unit_id = units.unit_id
        left join certificates on pay.person_id = certificates.person_id
        left join
            last_posts
            on pay.unit_id = last_posts.unit_id
            and pay.person_id = last_posts.person_id
            and pay.year = last_posts.year
        window same_person as (partition by pay.unit_id, pay.person_id order by pay.year)
    )
select
    unit_id,
    {{ year_end("year") }} as day,
    person_id,
    cast(annual_pay - base_pay as decimal(18, 2)) as pay_beyond_base,
    case when base_pay is not null then project_pay end as project_pay,
    case when appraisal_pay is not null then annual_pay end as pay_told_in_parts,
    appraisal_pay,
    case when is_certified then 1 end as certified_paid,
    case when is_certified and certificate_allowance > 0 then 1 end as certified_with_allowance,
    case when pension is not null then 1 end as workers_paid,
    case when paid_insurances = 5 then 1 end as workers_five_insurances,
    case when paid_insurances = 5 and housing_fund > 0 then 1 end as workers_all_insurances,
    case when welfare_items is not null then 1 end as workers_welfare_told,
    case when welfare_items = 3 then 1 end as workers_full_welfare,
    case when is_rural_head then annual_pay end as village_head_pay,
    case when is_rural_head then cast(months as double) / 12 end as village_head_years,
    case when months = 12 and year_before = year - 1 and pay_before is not null then annual_pay end as stayers_pay,
    case when months = 12 and year_before = year - 1 then pay_before end as stayers_pay_before,
    basis,
    delivery_id,
    sheet,
    row_number
from paid
