-- What records add by month, then every period and level, then the division.
insert into monthly
select counted.measure, unit, month, counted.amount
from (
    -- The city's files have no handler, first receiver, day of referral, way of settling, subject or tier: those count nought.
    select
        unit, month_of(day) as month, count(*) as cases_received, count(*) filter (told_at_once = 'yes') as cases_told_at_once,
        count(*) filter (kind = 'simple') as simple_cases, count(*) filter (kind = 'complex') as complex_cases,
        count(*) filter (kind = 'home_service') as home_requests, count(*) filter (kind = 'hazard') as hazards,
        count(*) filter (kind = 'opinion') as opinions, 0 as cases_with_handler, 0 as cases_first_received,
        0 as simple_on_the_spot, 0 as complex_referred, 0 as home_fulfilled, 0 as hazards_referred,
        0 as facility_complaints, 0 as elderly_help
    from cases anti join repeats using (delivery_id, row_number)
    where reasons is null and day <= getvariable('as_of')
    group by unit, month_of(day)
)
unpivot (amount for measure in (columns(* exclude (unit, month)))) as counted;

insert into monthly
select counted.measure, unit, month, counted.amount
from (
    select unit, month_of(day) as month, sum(attended) as attendances, sum(expected) as attendances_expected
    from meetings anti join repeats using (delivery_id, row_number)
    where reasons is null and kind <> 'weekly' and day <= getvariable('as_of')
    group by unit, month_of(day)
)
unpivot (amount for measure in (attendances, attendances_expected)) as counted;

create table met_weeks as
select distinct unit, week_of(day) as week
from meetings anti join repeats using (delivery_id, row_number)
where reasons is null and kind = 'weekly' and thursday_of(week_of(day)) <= getvariable('as_of');
insert into monthly select 'weeks_with_meeting', unit, month_of(thursday_of(week)), count(*) from met_weeks group by all;
insert into monthly
select 'weeks_due', unit, month_of(thursday), count(*)
from units cross join weeks where unit_type in ('community', 'village') group by all;

create table by_period as
select measure, ancestor as unit, period_type, period_start, sum(amount) as amount
from (
    select measure, unit, period_type, period_start, sum(amount) as amount
    from monthly inner join month_periods using (month) group by all
    union all select * from distinct_by_period
    union all
    select measure, unit, period_type, period_start, amount
    from stocks inner join periods on stocks.month = periods.last_month
    union all
    select 'weeks_with_meeting', unit, 'week', thursday_of(week) - 3, 1 from met_weeks
    union all
    select 'weeks_due', unit, 'week', thursday - 3, 1
    from units cross join weeks where unit_type in ('community', 'village')
)
inner join tree using (unit)
group by measure, ancestor, period_type, period_start;

-- Where visits came, what they did not show is nought.
insert into by_period
select distinct unnest(['key_households_visited', 'key_households_visited_3', 'worker_months_80', 'worker_weeks_visiting']),
    unit, period_type, period_start, 0
from by_period where measure = 'households_visited';

create table figures as
with amounts as (
    select measure, unit, period_type, period_start, cast(sum(amount) as double) as amount
    from by_period group by measure, unit, period_type, period_start
)
select
    indicator_id, unit_id, numerators.period_type, numerators.period_start, numerators.amount as numerator,
    denominators.amount as denominator, case when indicators.denominator is null then numerators.amount * factor
    else numerators.amount / denominators.amount * factor end as value
from read_parquet(getvariable('given') || '/indicator.parquet') as indicators
inner join amounts as numerators on indicators.numerator = numerators.measure
inner join units using (unit)
semi join read_parquet(getvariable('given') || '/indicator_scope.parquet') as scopes
    on indicators.indicator_id = scopes.indicator_id and units.unit_type = scopes.unit_type
    and numerators.period_type = scopes.period_type
left join amounts as denominators
    on indicators.denominator = denominators.measure and numerators.unit = denominators.unit
    and numerators.period_type = denominators.period_type and numerators.period_start = denominators.period_start
where indicators.denominator is null or denominators.amount > 0;
