-- Visits as small whole numbers, in one pass over the files. A household or badge that no list knows keeps its text.
create table visit_days as
select text, cast(read_day(text) - date '1970-01-05' as smallint) as day, month_of(read_day(text)) as month
from (select distinct visited_on as text from read_parquet(getvariable('raw') || '/visits/*.parquet'));

create table badges as
select unit, staff_no, cast(row_number() over () - 1 as smallint) as badge from (select distinct unit, staff_no from roster);

create table visits as
select
    units.unit, days.day, days.month, house_texts.house, badges.badge, cast(rows.file_index as usmallint) as file, row_number,
    case when units.unit is null or days.day is null or house is null or badge is null
    then [rows.unit, visited_on, household_no, rows.staff_no] end as cells
from read_parquet(getvariable('raw') || '/visits/*.parquet') as rows
left join units on rows.unit = units.name
left join visit_days as days on rows.visited_on = days.text
left join house_texts on rows.household_no = house_texts.text
left join badges on units.unit = badges.unit and rows.staff_no = badges.staff_no;

-- What no list knows is numbered too, so that a key is four small numbers; nearly always there is nothing to do.
update visits set house = others.house
from (
    select text, (select max(house) from house_texts) + row_number() over () as house
    from (select distinct plain_text(cells[3]) as text from visits where cells is not null and house is null)
    where text is not null
) as others where cells is not null and visits.house is null and plain_text(cells[3]) = others.text;
update visits set badge = others.badge
from (
    select unit, text, (select max(badge) from badges) + row_number() over () as badge
    from (
        select distinct unit, plain_text(cells[4]) as text from visits
        where cells is not null and unit is not null and badge is null
    )
    where text is not null
) as others where cells is not null and visits.badge is null and visits.unit = others.unit and plain_text(cells[4]) = others.text;
create table bad_visits as
select
    file, row_number, concat_ws(
        '|', wrong(cells[1], unit, 'unit', 'unknown_unit', true), wrong(cells[2], day, 'visited_on', 'bad_type', true),
        wrong(cells[3], plain_text(cells[3]), 'household_no', 'bad_type', true),
        wrong(cells[4], plain_text(cells[4]), 'staff_no', 'bad_type', true)
    ) as reasons
from visits where cells is not null and (unit is null or day is null or house is null or badge is null);

-- The whole key of a visit in one number.
create macro packed(unit, day, house, badge) as
    ((cast(unit as bigint) * 65536 + day) * 65536 + house) * 65536 + badge;
create table repeated as
select packed(unit, day, house, badge) as key
from visits
group by all having count(*) > 1 and key is not null;

-- Of the same visit told twice: within a delivery the first row counts, of deliveries the latest.
create table told_again as
select
    visits.unit, visits.month, visits.house, visits.badge, visits.file, row_number, delivery_id,
    row_number() over (partition by visits.file, visits.unit, visits.day, visits.house, visits.badge order by row_number) as occurrence,
    dense_rank() over (
        partition by visits.unit, visits.day, visits.house, visits.badge order by received_at desc, delivery_id desc
    ) as recency
from visits
inner join repeated on packed(unit, day, house, badge) = repeated.key
inner join deliveries on dataset = 'visits' and visits.file = deliveries.file;

insert into rejected
select delivery_id, row_number, reasons from bad_visits
inner join deliveries on dataset = 'visits' and bad_visits.file = deliveries.file
union all
select delivery_id, row_number, 'staff_no:duplicate_key' from told_again where occurrence > 1;
