-- One row per jurisdiction and period it has begun: how far the period has run, and which month stands for its last
-- day.
select
    jurisdictions.jurisdiction_id,
    periods.period_type,
    periods.period_start,
    periods.period_end,
    periods.calendar,
    periods.step_from,
    periods.step_to,
    periods.bucket,
    periods.mask,
    periods.same_period_last_year_start,
    periods.period_end > jurisdictions.as_of as is_partial,
    least(periods.period_end, jurisdictions.as_of) as judged_on,
    {{ month_step("least(periods.period_end, jurisdictions.as_of)") }} as judged_step
from {{ ref("dim_period") }} as periods
inner join
    {{ ref("dim_jurisdiction") }} as jurisdictions
    on periods.period_start <= jurisdictions.as_of
    and periods.period_end >= jurisdictions.starts_on
