-- The registers of households. Lists replace each other as a whole; of their rows only the key households are kept.
create table lists as
with texts as (
    select distinct file_index as file, unit as unit_text, as_on
    from read_parquet(getvariable('raw') || '/households/*.parquet')
)
select
    cast(row_number() over () - 1 as smallint) as list, texts.file, unit_text, as_on, unit, read_day(as_on) as day,
    dense_rank() over (partition by unit, read_day(as_on) order by received_at desc, delivery_id desc) = 1 as is_latest
from texts
inner join deliveries on dataset = 'households' and texts.file = deliveries.file
left join units on plain_text(unit_text) = units.name;

create table house_texts as
select text, cast(dense_rank() over (order by plain_text(text)) as smallint) as house
from (select distinct household_no as text from read_parquet(getvariable('raw') || '/households/*.parquet'));

create table registered as
select
    lists.list, lists.file, row_number, house, groups.code = 'lone_elderly' as is_elderly, groups.code is not null as is_key,
    case when lists.unit is not null and lists.day is not null and house is not null
        and (key_group is null or groups.code is not null) then null
    else concat_ws(
        '|', wrong(rows.unit, lists.unit, 'unit', 'unknown_unit', true),
        wrong(rows.as_on, lists.day, 'as_on', 'bad_type', true),
        wrong(household_no, house, 'household_no', 'bad_type', true),
        wrong(key_group, groups.code, 'key_group', 'not_in_code_list', false)
    ) end as reasons
from read_parquet(getvariable('raw') || '/households/*.parquet') as rows
inner join lists
    on rows.file_index = lists.file and rows.unit = lists.unit_text and rows.as_on = lists.as_on
left join house_texts on household_no = house_texts.text
left join codes as groups
    on groups.dataset = 'households' and groups.column_name = 'key_group' and label(key_group) = groups.label;

-- Lists and houses are small numbers: the table of their pairs is an array.
set perfect_ht_threshold = 24;
create table twice_registered as
select file, row_number
from registered
semi join (select list, house from registered where reasons is null group by list, house having count(*) > 1) using (list, house)
where reasons is null
qualify row_number() over (partition by list, house order by row_number) > 1;

reset perfect_ht_threshold;
insert into rejected
select delivery_id, row_number, reasons
from (
    select file, row_number, reasons from registered where reasons is not null
    union all select file, row_number, 'household_no:duplicate_key' from twice_registered
) as bad
inner join deliveries on dataset = 'households' and deliveries.file = bad.file;

create table key_houses as
with spells as (
    select list, unit, day, coalesce(lead(day) over (partition by unit order by day), date '9999-12-31') as until
    from lists where is_latest and day is not null and unit is not null
)
select unit, house, is_elderly, day as since, until
from registered inner join spells using (list)
anti join twice_registered using (file, row_number)
where is_key and reasons is null;

insert into stocks
select stock.measure, unit, month, stock.amount
from (
    select unit, month, count(*) as key_households, count(*) filter (is_elderly) as elderly_households
    from key_houses inner join months on last_day >= since and last_day < until
    group by unit, month
)
unpivot (amount for measure in (key_households, elderly_households)) as stock;
