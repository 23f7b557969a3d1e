-- One row per month and period of the month calendar that contains it: how months add up to longer periods.
select months.step_from as step, periods.period_type, periods.period_start
from {{ ref("dim_period") }} as months
inner join
    {{ ref("dim_period") }} as periods
    on periods.calendar = 'month'
    and months.step_from between periods.step_from and periods.step_to
where months.period_type = 'month'
