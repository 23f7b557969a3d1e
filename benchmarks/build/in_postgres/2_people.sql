-- Counts, rosters, certificates and registers: what was in force on the last day of every month.
create unlogged table list_day as
select text, read_day(text) as day, read_month(text) as month
from (
    select as_on as text from raw.population union select as_on from raw.workers union select as_on from raw.households
    union select started_on from raw.workers union select born_on from raw.workers
    union select obtained_on from raw.credentials
) as texts;

create unlogged table counts as
select
    delivery_id, row_number, unit.unit, days.day, read_number(households, '户') as households,
    read_number(residents, '人') as residents, concat_ws(
        '|', wrong(rows.unit, unit.unit is not null, 'unit', 'unknown_unit', true),
        wrong(as_on, days.day is not null, 'as_on', 'bad_type', true),
        wrong(households, read_number(households, '户') is not null, 'households', 'bad_type', true),
        wrong(residents, read_number(residents, '人') is not null, 'residents', 'bad_type', true)
    ) as reasons
from raw.population as rows
left join unit on unit.name = rows.unit left join list_day as days on as_on = days.text;

create unlogged table roster_row as
select
    delivery_id, row_number, unit.unit, days.day, person_id, plain_text(staff_no) as staff_no,
    plain_text(grid_no) as grid_no, births.month as born, posts.code as post, concat_ws(
        '|', wrong(rows.unit, unit.unit is not null, 'unit', 'unknown_unit', true),
        wrong(as_on, days.day is not null, 'as_on', 'bad_type', true),
        wrong(person_id, coalesce(person_id ~ '^p[0-9a-f]{24}$', false), 'person_id', 'bad_person_id', true),
        wrong(staff_no, plain_text(staff_no) is not null, 'staff_no', 'bad_type', true),
        wrong(born_on, births.month is not null, 'born_on', 'bad_type', true),
        wrong(rows.post, posts.code is not null, 'post', 'not_in_code_list', true),
        wrong(started_on, starts.day is not null, 'started_on', 'bad_type', true)
    ) as reasons
from raw.workers as rows
left join unit on unit.name = rows.unit
left join list_day as days on as_on = days.text
left join list_day as births on born_on = births.text
left join list_day as starts on started_on = starts.text
left join code as posts on posts.dataset = 'workers' and column_name = 'post' and label(rows.post) = posts.label;

create unlogged table certificate as
select
    delivery_id, row_number, unit.unit, person_id, kinds.code as kind, days.day, concat_ws(
        '|', wrong(rows.unit, unit.unit is not null, 'unit', 'unknown_unit', true),
        wrong(person_id, coalesce(person_id ~ '^p[0-9a-f]{24}$', false), 'person_id', 'bad_person_id', true),
        wrong(credential, kinds.code is not null, 'credential', 'not_in_code_list', true),
        wrong(obtained_on, days.day is not null, 'obtained_on', 'bad_type', true)
    ) as reasons
from raw.credentials as rows
left join unit on unit.name = rows.unit
left join list_day as days on obtained_on = days.text
left join code as kinds
    on kinds.dataset = 'credentials' and column_name = 'credential' and label(credential) = kinds.label;

create unlogged table register_row as
select
    delivery_id, row_number, unit.unit, days.day, household_no, groups.code as key_group,
    case when unit.unit is null or days.day is null or household_no is null or (key_group is not null and groups.code is null)
    then concat_ws(
        '|', wrong(rows.unit, unit.unit is not null, 'unit', 'unknown_unit', true),
        wrong(as_on, days.day is not null, 'as_on', 'bad_type', true),
        wrong(household_no, household_no is not null, 'household_no', 'bad_type', true),
        wrong(key_group, groups.code is not null, 'key_group', 'not_in_code_list', false)
    ) else '' end as reasons
from raw.households as rows
left join unit on unit.name = rows.unit
left join list_day as days on as_on = days.text
left join code as groups
    on groups.dataset = 'households' and column_name = 'key_group' and key_group = groups.label;
analyze;

-- A key told twice in a delivery: the first row counts.
create unlogged table repeat as
select delivery_id, row_number, last_key
from (
    select delivery_id, row_number, 'as_on' as last_key,
        row_number() over (partition by delivery_id, unit, day order by row_number) as nth
    from counts where reasons = ''
    union all
    select delivery_id, row_number, 'person_id',
        row_number() over (partition by delivery_id, unit, day, person_id order by row_number)
    from roster_row where reasons = ''
    union all
    select delivery_id, row_number, 'credential',
        row_number() over (partition by delivery_id, unit, person_id, kind order by row_number)
    from certificate where reasons = ''
    union all
    select delivery_id, row_number, 'household_no',
        row_number() over (partition by delivery_id, unit, day, household_no order by row_number)
    from register_row join (
        select unit, day, household_no from register_row where reasons = ''
        group by unit, day, household_no having count(*) > 1
    ) as alike using (unit, day, household_no) where reasons = ''
) as told
where nth > 1;
insert into rejected
select delivery_id, row_number, reasons from counts where reasons <> ''
union all select delivery_id, row_number, reasons from roster_row where reasons <> ''
union all select delivery_id, row_number, reasons from certificate where reasons <> ''
union all select delivery_id, row_number, reasons from register_row where reasons <> ''
union all select delivery_id, row_number, last_key || ':duplicate_key' from repeat;
