-- Lists replace each other as a whole: the later delivery of a unit and day wins, until the unit's next list.
create unlogged table list as
select kind, unit, day as since, delivery_id,
    coalesce(lead(day) over (partition by kind, unit order by day), date '9999-12-31') as until
from (
    select distinct on (kind, unit, day) kind, unit, day, delivery_id
    from (
        select distinct 'counts' as kind, unit, day, delivery_id from counts where reasons = ''
        union all select distinct 'roster', unit, day, delivery_id from roster_row where reasons = ''
        union all select distinct 'register', unit, day, delivery_id from register_row where reasons = ''
    ) as told join delivery using (delivery_id)
    order by kind, unit, day, received_at desc, delivery_id desc
) as latest;

create unlogged table roster as
select unit, since, until, person_id, staff_no, grid_no, post, born + interval '540 months' as turns_45
from roster_row as rows join list using (unit, delivery_id)
where kind = 'roster' and rows.day = since and reasons = ''
    and not exists (select from repeat where (repeat.delivery_id, repeat.row_number) = (rows.delivery_id, rows.row_number));
create unlogged table key_house as
select unit, since, until, household_no, key_group
from register_row as rows join list using (unit, delivery_id)
where kind = 'register' and rows.day = since and reasons = '' and key_group is not null
    and not exists (select from repeat where (repeat.delivery_id, repeat.row_number) = (rows.delivery_id, rows.row_number));
create unlogged table certified as
select person_id, min(day) as day
from (
    select distinct on (unit, person_id, kind) person_id, day
    from certificate join delivery using (delivery_id) where reasons = ''
    order by unit, person_id, kind, received_at desc, delivery_id desc, row_number
) as latest
group by person_id;
analyze;

insert into by_unit
select measure, unit, period_type, period_start, amount
from (
    select unit, month, count(*) as workers, count(*) filter (where turns_45 > last_day) as under_45,
        count(*) filter (where certified.day <= last_day) as certified,
        count(*) filter (where certified.day <= last_day and turns_45 > last_day) as young,
        count(*) filter (where post in ('director', 'vice_director')) as directors
    from roster join month on last_day >= since and last_day < until left join certified using (person_id)
    group by unit, month
) as held
cross join lateral (values
    ('workers', workers), ('workers_under_45', under_45), ('workers_certified', certified),
    ('workers_under_45_certified', young), ('committee_directors', directors)
) as stock (measure, amount)
join period on month = last_month
union all
select measure, counts.unit, period_type, period_start, amount
from counts join list using (unit, delivery_id)
join month on last_day >= since and last_day < until
cross join lateral (values ('households', households), ('residents', residents)) as stock (measure, amount)
join period on month = last_month
where kind = 'counts' and counts.day = since and reasons = ''
union all
select measure, unit, period_type, period_start, amount
from (
    select unit, month, count(*) as households, count(*) filter (where key_group = 'lone_elderly') as elderly
    from key_house join month on last_day >= since and last_day < until group by unit, month
) as held
cross join lateral (values ('key_households', households), ('elderly_households', elderly)) as stock (measure, amount)
join period on month = last_month;

insert into monthly
select 'grid_worker_months', unit, month, count(*)
from roster join month on last_day >= since and last_day < until where grid_no is not null group by unit, month
union all
select 'grid_worker_weeks', unit, month_of(thursday), count(*)
from roster join week on thursday >= since and thursday < until where grid_no is not null
group by unit, month_of(thursday);
