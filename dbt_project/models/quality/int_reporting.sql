-- How complete the ground under a figure is: reports due and received for every dataset, unit and period that some
-- figure asks for. A period at least as long as the dataset's own counts the reports that fall in it; a shorter one
-- the report in force.
{{ config(meta={"by": "unit", "day": "period", "reach": 400}) }}
select
    reports.dataset,
    reports.unit_id,
    periods.period_type,
    periods.period_start,
    periods.period_end,
    count(*) as slots_due,
    count(*) filter (where reports.received_on is not null) as slots_reported,
    count(*) filter (where reports.status = 'not_yet_due') as slots_not_yet_due
from {{ ref("dq_completeness") }} as reports
inner join {{ ref("int_reporting_need") }} as needs on reports.dataset = needs.dataset
inner join
    {{ ref("dim_period") }} as periods
    on needs.period_type = periods.period_type
    and {{ period_rank("periods.period_type") }} >= {{ period_rank("reports.period_type") }}
    and reports.period_start >= periods.period_start
    and reports.period_end <= periods.period_end
group by reports.dataset, reports.unit_id, periods.period_type, periods.period_start, periods.period_end
union all
select dataset, unit_id, period_type, period_start, period_end, slots_due, slots_reported, slots_not_yet_due
from {{ ref("int_report_in_force") }}
