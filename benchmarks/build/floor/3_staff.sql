-- Stocks of people: lists replace each other as a whole, the later delivery of a unit and day wins.
create table roster as
with latest as (
    select roster_rows.*
    from roster_rows inner join deliveries using (delivery_id)
    where reasons = '' and occurrence = 1
    qualify dense_rank() over (partition by unit, day order by received_at desc, delivery_id desc) = 1
),
lists as (
    select unit, day, coalesce(lead(day) over (partition by unit order by day), date '9999-12-31') as until
    from (select distinct unit, day from latest)
)
select
    latest.unit, latest.day as since, lists.until, cast(dense_rank() over (order by person_id) as integer) as person,
    latest.person_id, staff_no, grid_no, known_post as post, born, born + interval 540 month as turns_45
from latest inner join lists using (unit, day);

create table certified as
select person_id, min(day) as day
from (
    select person_id, day
    from certificates inner join deliveries using (delivery_id)
    where reasons = '' and occurrence = 1
    qualify row_number() over (partition by unit, person_id, kind order by received_at desc, delivery_id desc) = 1
)
group by person_id;

insert into stocks
select stock.measure, unit, month, stock.amount
from (
    select
        unit, month, count(*) as workers, count(*) filter (turns_45 > last_day) as workers_under_45,
        count(*) filter (certified.day <= last_day) as workers_certified,
        count(*) filter (certified.day <= last_day and turns_45 > last_day) as workers_under_45_certified,
        count(*) filter (post in ('director', 'vice_director')) as committee_directors
    from roster
    inner join months on last_day >= since and last_day < until
    left join certified using (person_id)
    group by unit, month
)
unpivot (
    amount for measure in (workers, workers_under_45, workers_certified, workers_under_45_certified, committee_directors)
) as stock;

-- A count holds until the unit's next one.
insert into stocks
with latest as (
    select counts.*
    from counts inner join deliveries using (delivery_id)
    where reasons = '' and occurrence = 1
    qualify row_number() over (partition by unit, day order by received_at desc, delivery_id desc) = 1
)
select stock.measure, unit, month, stock.amount
from (
    select unit, month, max_by(count_households, day) as households, max_by(count_residents, day) as residents
    from latest inner join months on day <= last_day
    group by unit, month
)
unpivot (amount for measure in (households, residents)) as stock;

-- What falls due for every grid worker, month by month and week by week.
insert into monthly
select 'grid_worker_months', unit, month, count(*)
from roster inner join months on last_day >= since and last_day < until
where grid_no is not null
group by unit, month
union all
select 'grid_worker_weeks', unit, month_of(thursday), count(*)
from roster inner join weeks on thursday >= since and thursday < until
where grid_no is not null
group by unit, month_of(thursday);
