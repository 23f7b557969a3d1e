-- Visits: typed by what each distinct day says, counted by bits of months and by distinct weeks.
create unlogged table visit_day as
select text, read_day(text) as day, month_of(read_day(text)) as month
from (select distinct visited_on as text from raw.visits) as texts;
create unlogged table visit as
select
    unit.unit, days.day, days.month, household_no, staff_no, delivery_id, row_number,
    case when unit.unit is null or days.day is null or household_no is null or staff_no is null then concat_ws(
        '|', wrong(rows.unit, unit.unit is not null, 'unit', 'unknown_unit', true),
        wrong(visited_on, days.day is not null, 'visited_on', 'bad_type', true),
        wrong(household_no, household_no is not null, 'household_no', 'bad_type', true),
        wrong(staff_no, staff_no is not null, 'staff_no', 'bad_type', true)
    ) end as reasons
from raw.visits as rows left join unit on rows.unit = unit.name left join visit_day as days on visited_on = days.text;
analyze visit;

create unlogged table told_again as
select visit.*, received_at,
    row_number() over (partition by delivery_id, unit, day, household_no, staff_no order by row_number) as nth,
    dense_rank() over (
        partition by unit, day, household_no, staff_no order by received_at desc, delivery_id desc
    ) as recency
from visit join (
    select unit, day, household_no, staff_no from visit where reasons is null
    group by unit, day, household_no, staff_no having count(*) > 1
) as alike using (unit, day, household_no, staff_no)
join delivery using (delivery_id) where reasons is null;
insert into rejected
select delivery_id, row_number, reasons from visit where reasons is not null
union all select delivery_id, row_number, 'staff_no:duplicate_key' from told_again where nth > 1;

create unlogged table presence as
select unit, household_no, bit_or(1::bigint << (month - 24168)) as mask
from visit where reasons is null group by unit, household_no;
create unlogged table key_month as
select unit, household_no, bit_or(1::bigint << (month - 24168)) as mask
from key_house join month on last_day >= since and last_day < until group by unit, household_no;
analyze presence; analyze key_month;

insert into by_unit
select 'households_visited', unit, period_type, period_start, count(*)
from presence join period on presence.mask & period.mask <> 0 group by unit, period_type, period_start
union all
select 'key_households_visited', unit, period_type, period_start, count(*)
from presence join key_month using (unit, household_no)
join period on presence.mask & key_month.mask & period.mask <> 0 group by unit, period_type, period_start
union all
select 'key_households_visited_3', unit, period_type, period_start, count(*)
from (
    select unit, period_type, period_start
    from (
        select unit, household_no, month, count(*) as visits
        from visit join key_month using (unit, household_no)
        where reasons is null and mask & (1::bigint << (month - 24168)) <> 0 group by unit, household_no, month
        union all
        select unit, household_no, month, -count(*)
        from told_again join key_month using (unit, household_no)
        where (nth > 1 or recency > 1) and mask & (1::bigint << (month - 24168)) <> 0 group by unit, household_no, month
    ) as sums join month_period using (month)
    where period_type <> 'month'
    group by unit, household_no, period_type, period_start having sum(visits) >= 3
) as thrice
group by unit, period_type, period_start;

create unlogged table badge as
select unit, staff_no, since, until, min(person_id) as person_id
from roster group by unit, staff_no, since, until having count(*) = 1;
create unlogged table badge_day as
select unit, staff_no, day, month, count(*) as visits from visit where reasons is null group by unit, staff_no, day, month;
analyze badge_day; analyze badge;
insert into monthly
select 'worker_weeks_visiting', unit, month_of(thursday), count(*)
from (
    select distinct unit, person_id, thursday_of(day) as thursday
    from badge_day join badge using (unit, staff_no) where day >= since and day < until
) as seen
where exists (
    select from roster where roster.unit = seen.unit and roster.person_id = seen.person_id
    and grid_no is not null and thursday >= since and thursday < until
) and thursday <= date '2018-12-31'
group by unit, month_of(thursday);

-- Eighty households take eighty visits: only such months are looked at closer.
insert into monthly
select 'worker_months_80', unit, month, count(*)
from (
    select visit.unit, busy.person_id, visit.month
    from visit join (
        select unit, staff_no, person_id, badge_day.month
        from badge_day join badge using (unit, staff_no) join month using (month)
        where day >= since and day < until group by unit, staff_no, person_id, badge_day.month having sum(visits) >= 80
    ) as busy using (unit, staff_no, month)
    where reasons is null and exists (
        select from roster join month on last_day >= since and last_day < until
        where roster.unit = visit.unit and roster.person_id = busy.person_id and month.month = visit.month
            and grid_no is not null
    )
    group by visit.unit, busy.person_id, visit.month having count(distinct household_no) >= 80
) as many
group by unit, month;
