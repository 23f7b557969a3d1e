-- Bookings, and what is told again of every kind of record: in a delivery the first counts, of deliveries the latest.
create table odd_amounts as
select amount as text, cast(read_number(amount, '元') as decimal(18, 2)) as read_amount
from (
    select distinct amount from read_parquet(getvariable('raw') || '/funding/*.parquet')
    where not regexp_full_match(amount, '[0-9]{1,12}([.][0-9]+)?')
);

create table bookings as
select
    units.unit, voucher_no, days.day, stages.code as stage, purposes.code as category, delivery_id, row_number,
    case when regexp_full_match(rows.amount, '[0-9]{1,12}([.][0-9]+)?')
    then cast(rows.amount as decimal(18, 2)) else odd_amounts.read_amount end as paid,
    hash(units.unit, voucher_no) as key,
    case when units.unit is null or voucher_no is null or days.day is null or stages.code is null or purposes.code is null
        or levels.code is null or paid is null
    then concat_ws(
        '|', wrong(rows.unit, units.unit, 'unit', 'unknown_unit', true), wrong(voucher_no, voucher_no, 'voucher_no', '', true),
        wrong(booked_on, days.day, 'booked_on', 'bad_type', true),
        wrong(rows.stage, stages.code, 'stage', 'not_in_code_list', true),
        wrong(rows.category, purposes.code, 'category', 'not_in_code_list', true),
        wrong(rows.source_level, levels.code, 'source_level', 'not_in_code_list', true),
        wrong(rows.amount, paid, 'amount', 'bad_type', true)
    ) end as reasons
from read_parquet(getvariable('raw') || '/funding/*.parquet') as rows
left join units on rows.unit = units.name
left join record_days as days on rows.booked_on = days.text
left join odd_amounts on rows.amount = odd_amounts.text
left join codes as stages on stages.dataset = 'funding' and stages.column_name = 'stage' and rows.stage = stages.label
left join codes as purposes
    on purposes.dataset = 'funding' and purposes.column_name = 'category' and rows.category = purposes.label
left join codes as levels
    on levels.dataset = 'funding' and levels.column_name = 'source_level' and rows.source_level = levels.label;

create table repeats as
with alike as (
    select 'kind' as last_key, delivery_id, row_number, concat_ws('|', unit, org_name, day, kind) as told
    from meetings semi join (select key from meetings where reasons is null group by key having count(*) > 1) using (key)
    where reasons is null
    union all
    select 'case_no', delivery_id, row_number, concat_ws('|', unit, case_no)
    from cases semi join (select key from cases where reasons is null group by key having count(*) > 1) using (key)
    where reasons is null
    union all
    select 'voucher_no', delivery_id, row_number, concat_ws('|', unit, voucher_no)
    from bookings semi join (select key from bookings where reasons is null group by key having count(*) > 1) using (key)
    where reasons is null
)
select
    last_key, delivery_id, row_number,
    row_number() over (partition by last_key, delivery_id, told order by row_number) as occurrence,
    dense_rank() over (partition by last_key, told order by received_at desc, delivery_id desc) as recency
from alike inner join deliveries using (delivery_id)
qualify occurrence > 1 or recency > 1;

insert into rejected
select delivery_id, row_number, reasons from meetings where reasons is not null
union all select delivery_id, row_number, reasons from cases where reasons is not null
union all select delivery_id, row_number, reasons from bookings where reasons is not null
union all select delivery_id, row_number, last_key || ':duplicate_key' from repeats where occurrence > 1;

insert into monthly
select stock.measure, unit, month, stock.amount
from (
    select
        unit, month_of(day) as month,
        coalesce(sum(paid) filter (stage = 'budgeted'), 0) as funding_budgeted,
        coalesce(sum(paid) filter (stage = 'budgeted' and category = 'office'), 0) as office_budgeted,
        coalesce(sum(paid) filter (stage = 'budgeted' and category = 'service'), 0) as service_budgeted,
        coalesce(sum(paid) filter (stage = 'allocated'), 0) as funding_allocated,
        coalesce(sum(paid) filter (stage = 'allocated' and category = 'office'), 0) as office_allocated,
        coalesce(sum(paid) filter (stage = 'allocated' and category = 'service'), 0) as service_allocated,
        coalesce(sum(paid) filter (stage = 'spent'), 0) as funding_spent,
        coalesce(sum(paid) filter (stage = 'spent' and category = 'office'), 0) as office_spent,
        coalesce(sum(paid) filter (stage = 'spent' and category = 'service'), 0) as service_spent
    from bookings anti join repeats using (delivery_id, row_number)
    where reasons is null
    group by unit, month_of(day)
)
unpivot (amount for measure in (columns(* exclude (unit, month)))) as stock;
