-- What visits add: bits of months for households, bits of weeks for workers, sums only for key households.
-- Units and households are small numbers: their table is an array.
set perfect_ht_threshold = 24;
create table presence as
select unit, house, bit_or(bit_of(month)) as mask
from visits
where unit is not null and month is not null and house is not null and badge is not null
group by unit, house;

reset perfect_ht_threshold;

-- A household is key while its list is in force; lists begin with a month, so months tell it.
create table key_months as
select unit, house, bit_or(bit_of(month)) as mask
from key_houses
inner join months on last_day >= since and last_day < until
group by unit, house;

create table distinct_by_period as
select 'households_visited' as measure, unit, period_type, period_start, count(*) as amount
from presence inner join periods on presence.mask & periods.mask <> 0
group by unit, period_type, period_start
union all
select 'key_households_visited', presence.unit, period_type, period_start, count(*)
from presence
inner join key_months using (unit, house)
inner join periods on presence.mask & key_months.mask & periods.mask <> 0
group by presence.unit, period_type, period_start;

insert into distinct_by_period
with visited as (
    select unit, house, month, count(*) as amount
    from visits
    inner join key_months using (unit, house)
    where month is not null and badge is not null and key_months.mask & bit_of(month) <> 0
    group by unit, house, month
    union all
    select unit, house, month, -1
    from told_again inner join key_months using (unit, house)
    where (occurrence > 1 or recency > 1) and key_months.mask & bit_of(month) <> 0
),
sums as (
    select unit, house, period_type, period_start
    from visited inner join month_periods using (month)
    where period_type <> 'month'
    group by unit, house, period_type, period_start
    having sum(amount) >= 3
)
select 'key_households_visited_3', unit, period_type, period_start, count(*)
from sums group by unit, period_type, period_start;

-- Days of a month by badge, as bits of weeks; who the badge belonged to is asked of the roster of that month.
create table badge_months as
select unit, badge, month, bit_or(1::bigint << ((day // 7) % 32)) as week_bits, count(*) as visits
from visits
where unit is not null and month is not null and house is not null and badge is not null
group by unit, badge, month;

create table wearers as
select unit, badge, month, min(person) as person
from (
    select unit, badge, month, person
    from roster inner join badges using (unit, staff_no)
    inner join months on last_day >= since and last_day < until
)
group by unit, badge, month having count(*) = 1;

insert into monthly
select 'worker_weeks_visiting', unit, month_of(thursday), count(*)
from (
    select distinct unit, person, thursday
    from badge_months
    inner join wearers using (unit, badge, month)
    inner join (
        select distinct unnest([month_of(thursday - 3), month_of(thursday + 3)]) as month, week, thursday from weeks
    ) using (month)
    where week_bits & (1::bigint << (week % 32)) <> 0
) as seen
semi join (select unit, person, since, until from roster where grid_no is not null) as due
    on seen.unit = due.unit and seen.person = due.person and thursday >= since and thursday < until
group by unit, month_of(thursday);

-- Eighty households take eighty visits: only such months are looked at closer.
create table busy_months as
select visits.unit, wearers.person, visits.month, count(distinct visits.house) as households
from visits
inner join wearers using (unit, badge, month)
semi join (select unit, badge, month from badge_months where visits >= 80) using (unit, badge, month)
semi join (
    select roster.unit, person, month from roster inner join months on last_day >= since and last_day < until
    where grid_no is not null
) as due on visits.unit = due.unit and wearers.person = due.person and visits.month = due.month
group by visits.unit, wearers.person, visits.month
having count(distinct visits.house) >= 80;
insert into monthly select 'worker_months_80', unit, month, count(*) from busy_months group by unit, month;
