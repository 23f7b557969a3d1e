-- Every week, month, quarter, half-year and year a jurisdiction can be judged in: from a year before the first one
-- starts to the end of the year of the last as-of date. Steps count months (year * 12 + month - 1), or weeks since
-- Monday 1970-01-05.
with
    bounds as (
        select year(min(starts_on)) - 1 as first_year, year(max(as_of)) as last_year from {{ ref("dim_jurisdiction") }}
    ),
    years as (
        select cast(numbers.id as integer) as year
        from range(1900, 2200) as numbers(id)
        cross join bounds
        where numbers.id between bounds.first_year and bounds.last_year
    ),
    kinds as (
        select 'year' as period_type, 12 as months
        union all
        select 'half_year', 6
        union all
        select 'quarter', 3
        union all
        select 'month', 1
    ),
    month_periods as (
        select
            kinds.period_type,
            years.year,
            kinds.months,
            cast(numbers.id as integer) as nth,
            years.year * 12 + cast(numbers.id as integer) * kinds.months as step_from
        from years
        cross join kinds
        cross join range(0, 12) as numbers(id)
        where numbers.id * kinds.months < 12
    ),
    month_dates as (
        select
            month_periods.*,
            {{ month_start("step_from") }} as period_start,
            {{ add_days(month_start("step_from + months"), -1) }} as period_end,
            {{ month_start("step_from - 12") }} as same_period_last_year_start
        from month_periods
    ),
    mondays as (
        select
            cast(numbers.id as integer) as step_from,
            {{ add_days("cast('1970-01-05' as date)", "7 * numbers.id") }} as period_start,
            {{ add_days("cast('1970-01-05' as date)", "7 * numbers.id + 3") }} as thursday
        from range(0, 12000) as numbers(id)
    ),
    weeks as (
        select mondays.*, year(thursday) as year, {{ whole("(dayofyear(thursday) - 1)", 7) }} + 1 as nth
        from mondays
        inner join years on year(mondays.thursday) = years.year
    )
select
    period_type,
    period_start,
    period_end,
    {{ period_label("period_type", "year", "nth + 1") }} as label,
    {{ period_label_zh("period_type", "year", "nth + 1") }} as label_zh,
    {{ period_label_en("period_type", "year", "nth + 1") }} as label_en,
    'month' as calendar,
    step_from,
    step_from + months - 1 as step_to,
    year as bucket,
    ({{ bit("months") }} - 1) * {{ bit("nth * months") }} as mask,
    same_period_last_year_start
from month_dates
union all
select
    'week',
    weeks.period_start,
    {{ add_days("weeks.period_start", 6) }},
    {{ period_label("'week'", "weeks.year", "weeks.nth") }},
    {{ period_label_zh("'week'", "weeks.year", "weeks.nth") }},
    {{ period_label_en("'week'", "weeks.year", "weeks.nth") }},
    'week',
    weeks.step_from,
    weeks.step_from,
    cast({{ whole("weeks.step_from", 48) }} as integer),
    {{ bit("weeks.step_from % 48") }},
    last_year.period_start
from weeks
left join weeks as last_year on weeks.year - 1 = last_year.year and weeks.nth = last_year.nth
