-- Meetings, matters and bookings: read and typed at once.
create unlogged table record_day as
select text, read_day(text) as day
from (
    select held_on as text from raw.party_meetings union select received_on from raw.cases
    union select closed_on from raw.cases union select booked_on from raw.funding
) as texts;
create unlogged table head as
select text, read_number(text, '人') as heads
from (select expected as text from raw.party_meetings union select attended from raw.party_meetings) as texts;
analyze record_day; analyze head;

create unlogged table meeting as
select
    delivery_id, row_number, unit.unit, org_name, days.day, kinds.code as kind, asked.heads as expected, came.heads as attended,
    concat_ws('|', unit.unit, org_name, days.day, kinds.code) as key,
    case when unit.unit is null or org_name is null or days.day is null or kinds.code is null or asked.heads is null
        or came.heads is null then concat_ws(
        '|', wrong(rows.unit, unit.unit is not null, 'unit', 'unknown_unit', true),
        wrong(org_name, org_name is not null, 'org_name', '', true),
        wrong(held_on, days.day is not null, 'held_on', 'bad_type', true),
        wrong(rows.kind, kinds.code is not null, 'kind', 'not_in_code_list', true),
        wrong(rows.expected, asked.heads is not null, 'expected', 'bad_type', true),
        wrong(rows.attended, came.heads is not null, 'attended', 'bad_type', true)
    ) end as reasons
from raw.party_meetings as rows
left join unit on rows.unit = unit.name left join record_day as days on held_on = days.text
left join head as asked on expected = asked.text left join head as came on attended = came.text
left join code as kinds on kinds.dataset = 'party_meetings' and column_name = 'kind' and kind = kinds.label;

create unlogged table matter as
select
    delivery_id, row_number, unit.unit, days.day, kinds.code as kind, told.code as told_at_once,
    unit.unit || '|' || case_no as key,
    case when unit.unit is null or case_no is null or days.day is null or kinds.code is null
        or (channel is not null and channels.code is null) or (rows.told_at_once is not null and told.code is null)
        or (closed_on is not null and closed.day is null) then concat_ws(
        '|', wrong(rows.unit, unit.unit is not null, 'unit', 'unknown_unit', true),
        wrong(case_no, case_no is not null, 'case_no', '', true),
        wrong(received_on, days.day is not null, 'received_on', 'bad_type', true),
        wrong(rows.kind, kinds.code is not null, 'kind', 'not_in_code_list', true),
        wrong(channel, channels.code is not null, 'channel', 'not_in_code_list', false),
        wrong(rows.told_at_once, told.code is not null, 'told_at_once', 'not_in_code_list', false),
        wrong(closed_on, closed.day is not null, 'closed_on', 'bad_type', false)
    ) end as reasons
from raw.cases as rows
left join unit on rows.unit = unit.name left join record_day as days on received_on = days.text
left join record_day as closed on closed_on = closed.text
left join code as kinds on kinds.dataset = 'cases' and kinds.column_name = 'kind' and kind = kinds.label
left join code as told
    on told.dataset = 'cases' and told.column_name = 'told_at_once' and rows.told_at_once = told.label
left join code as channels on channels.dataset = 'cases' and channels.column_name = 'channel' and channel = channels.label;

create unlogged table booking as
select
    delivery_id, row_number, unit.unit, days.day, stages.code as stage, purposes.code as category,
    read_number(amount, '元') as amount, unit.unit || '|' || voucher_no as key,
    nullif(concat_ws(
        '|', wrong(rows.unit, unit.unit is not null, 'unit', 'unknown_unit', true),
        wrong(voucher_no, voucher_no is not null, 'voucher_no', '', true),
        wrong(booked_on, days.day is not null, 'booked_on', 'bad_type', true),
        wrong(rows.stage, stages.code is not null, 'stage', 'not_in_code_list', true),
        wrong(category, purposes.code is not null, 'category', 'not_in_code_list', true),
        wrong(source_level, levels.code is not null, 'source_level', 'not_in_code_list', true),
        wrong(amount, read_number(amount, '元') is not null, 'amount', 'bad_type', true)
    ), '') as reasons
from raw.funding as rows
left join unit on rows.unit = unit.name left join record_day as days on booked_on = days.text
left join code as stages on stages.dataset = 'funding' and stages.column_name = 'stage' and rows.stage = stages.label
left join code as purposes on purposes.dataset = 'funding' and purposes.column_name = 'category' and category = purposes.label
left join code as levels on levels.dataset = 'funding' and levels.column_name = 'source_level' and source_level = levels.label;
analyze meeting; analyze matter; analyze booking;
