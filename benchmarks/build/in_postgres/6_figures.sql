-- What is told again, what records add by month, then every period and level, then the division.
create unlogged table repeated as
select last_key, delivery_id, row_number, nth
from (
    select last_key, delivery_id, row_number,
        row_number() over (partition by last_key, delivery_id, key order by row_number) as nth,
        dense_rank() over (partition by last_key, key order by received_at desc, delivery_id desc) as recency
    from (
        select 'kind' as last_key, delivery_id, row_number, key from meeting where reasons is null
            and key in (select key from meeting where reasons is null group by key having count(*) > 1)
        union all select 'case_no', delivery_id, row_number, key from matter where reasons is null
            and key in (select key from matter where reasons is null group by key having count(*) > 1)
        union all select 'voucher_no', delivery_id, row_number, key from booking where reasons is null
            and key in (select key from booking where reasons is null group by key having count(*) > 1)
    ) as alike join delivery using (delivery_id)
) as ranked
where nth > 1 or recency > 1;
insert into rejected
select delivery_id, row_number, reasons from meeting where reasons is not null
union all select delivery_id, row_number, reasons from matter where reasons is not null
union all select delivery_id, row_number, reasons from booking where reasons is not null
union all select delivery_id, row_number, last_key || ':duplicate_key' from repeated where nth > 1;
delete from meeting using repeated as r where (meeting.delivery_id, meeting.row_number) = (r.delivery_id, r.row_number);
delete from matter using repeated as r where (matter.delivery_id, matter.row_number) = (r.delivery_id, r.row_number);
delete from booking using repeated as r where (booking.delivery_id, booking.row_number) = (r.delivery_id, r.row_number);

insert into monthly
select name || '_' || stages.stage, unit, month_of(day), sum(amount) filter (
    where booking.stage = stages.stage and (purpose = 'all' or category = purpose)
)
from booking
cross join (values ('funding', 'all'), ('office', 'office'), ('service', 'service')) as purposes (name, purpose)
cross join (values ('budgeted'), ('allocated'), ('spent')) as stages (stage)
where reasons is null group by name, stages.stage, unit, month_of(day)
union all
-- The city's files have no column for what comes last here: those count nought.
select measure, unit, month, amount
from (
    select unit, month_of(day) as month, count(*) as received, count(*) filter (where told_at_once = 'yes') as told,
        count(*) filter (where kind = 'simple') as simple, count(*) filter (where kind = 'complex') as complex,
        count(*) filter (where kind = 'home_service') as home, count(*) filter (where kind = 'hazard') as hazard,
        count(*) filter (where kind = 'opinion') as opinion
    from matter where reasons is null and day <= date '2018-12-31' group by unit, month_of(day)
) as sums cross join lateral (values
    ('cases_received', received), ('cases_told_at_once', told), ('simple_cases', simple), ('complex_cases', complex),
    ('home_requests', home), ('hazards', hazard), ('opinions', opinion), ('cases_with_handler', 0),
    ('cases_first_received', 0), ('simple_on_the_spot', 0), ('complex_referred', 0), ('home_fulfilled', 0),
    ('hazards_referred', 0), ('facility_complaints', 0), ('elderly_help', 0)
) as counted (measure, amount)
union all
select measure, unit, month, amount
from (
    select unit, month_of(day) as month, sum(attended) as attended, sum(expected) as expected
    from meeting where reasons is null and kind <> 'weekly' and day <= date '2018-12-31' group by unit, month_of(day)
) as sums cross join lateral (values ('attendances', attended), ('attendances_expected', expected)) as heads (measure, amount);

create unlogged table met as
select distinct 'weeks_with_meeting' as measure, unit, thursday_of(day) as thursday
from meeting where reasons is null and kind = 'weekly' and thursday_of(day) <= date '2018-12-31'
union all
select 'weeks_due', unit, thursday from unit cross join week where unit_type in ('community', 'village');
insert into monthly select measure, unit, month_of(thursday), count(*) from met group by measure, unit, month_of(thursday);
insert into by_unit select measure, unit, 'week', thursday - 3, 1 from met;
insert into by_unit
select measure, unit, period_type, period_start, sum(coalesce(amount, 0))
from monthly join month_period using (month) group by measure, unit, period_type, period_start;
insert into by_unit
select shown.measure, unit, period_type, period_start, 0
from by_unit cross join (values
    ('key_households_visited'), ('key_households_visited_3'), ('worker_months_80'), ('worker_weeks_visiting')
) as shown (measure) where by_unit.measure = 'households_visited';
analyze by_unit;

create unlogged table figure as
with total as materialized (
    select measure, ancestor as unit, period_type, period_start, sum(amount)::double precision as amount
    from by_unit join tree using (unit) group by measure, ancestor, period_type, period_start
)
select
    indicator_id, unit_id, above.period_type, above.period_start, above.amount as numerator, below.amount as denominator,
    above.amount / coalesce(below.amount, 1) * factor as value
from indicator
join total as above on indicator.numerator = above.measure
join unit using (unit)
join indicator_scope using (indicator_id, unit_type, period_type)
left join total as below
    on indicator.denominator = below.measure and above.unit = below.unit and above.period_type = below.period_type
    and above.period_start = below.period_start
where indicator.denominator is null or below.amount > 0;
