-- Meetings, matters and bookings: read and typed at once, counted by unit and month.
create table record_days as
select text, read_day(text) as day
from (
    select distinct held_on as text from read_parquet(getvariable('raw') || '/party_meetings/*.parquet')
    union select received_on from read_parquet(getvariable('raw') || '/cases/*.parquet')
    union select closed_on from read_parquet(getvariable('raw') || '/cases/*.parquet')
    union select booked_on from read_parquet(getvariable('raw') || '/funding/*.parquet')
);
create table head_counts as
select text, read_count(text, '人') as heads
from (
    select distinct expected as text from read_parquet(getvariable('raw') || '/party_meetings/*.parquet')
    union select attended from read_parquet(getvariable('raw') || '/party_meetings/*.parquet')
);

create table meetings as
select
    units.unit, org_name, days.day, kinds.code as kind, asked.heads as expected, came.heads as attended, delivery_id, row_number,
    hash(units.unit, org_name, days.day, kinds.code) as key,
    case when units.unit is null or org_name is null or days.day is null or kinds.code is null
        or asked.heads is null or came.heads is null or asked.heads < 0 or came.heads < 0
    then concat_ws(
        '|', wrong(rows.unit, units.unit, 'unit', 'unknown_unit', true), wrong(org_name, org_name, 'org_name', '', true),
        wrong(held_on, days.day, 'held_on', 'bad_type', true), wrong(rows.kind, kinds.code, 'kind', 'not_in_code_list', true),
        wrong(rows.expected, asked.heads, 'expected', 'bad_type', true),
        wrong(rows.attended, came.heads, 'attended', 'bad_type', true),
        if(asked.heads < 0, 'expected:out_of_range', null), if(came.heads < 0, 'attended:out_of_range', null)
    ) end as reasons
from read_parquet(getvariable('raw') || '/party_meetings/*.parquet') as rows
left join units on rows.unit = units.name
left join record_days as days on rows.held_on = days.text
left join head_counts as asked on rows.expected = asked.text
left join head_counts as came on rows.attended = came.text
left join codes as kinds
    on kinds.dataset = 'party_meetings' and kinds.column_name = 'kind' and rows.kind = kinds.label;

create table cases as
select
    units.unit, case_no, days.day, kinds.code as kind, told.code as told_at_once, delivery_id, row_number,
    hash(units.unit, case_no) as key,
    case when units.unit is null or case_no is null or days.day is null or kinds.code is null
        or (rows.channel is not null and channels.code is null) or (rows.told_at_once is not null and told.code is null)
        or (rows.closed_on is not null and closed.day is null)
    then concat_ws(
        '|', wrong(rows.unit, units.unit, 'unit', 'unknown_unit', true), wrong(case_no, case_no, 'case_no', '', true),
        wrong(received_on, days.day, 'received_on', 'bad_type', true),
        wrong(rows.kind, kinds.code, 'kind', 'not_in_code_list', true),
        wrong(rows.channel, channels.code, 'channel', 'not_in_code_list', false),
        wrong(rows.told_at_once, told.code, 'told_at_once', 'not_in_code_list', false),
        wrong(rows.closed_on, closed.day, 'closed_on', 'bad_type', false)
    ) end as reasons
from read_parquet(getvariable('raw') || '/cases/*.parquet') as rows
left join units on rows.unit = units.name
left join record_days as days on rows.received_on = days.text
left join record_days as closed on rows.closed_on = closed.text
left join codes as kinds on kinds.dataset = 'cases' and kinds.column_name = 'kind' and rows.kind = kinds.label
left join codes as told on told.dataset = 'cases' and told.column_name = 'told_at_once' and rows.told_at_once = told.label
left join codes as channels
    on channels.dataset = 'cases' and channels.column_name = 'channel' and rows.channel = channels.label;
