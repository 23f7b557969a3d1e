-- Units' counts, rosters and certificates: what was in force on the last day of every month.
create table months as
select month_of(day) as month, last_day(day) as last_day
from (select cast(unnest(generate_series(getvariable('from_day'), getvariable('as_of'), interval 1 month)) as date) as day);

create table periods as
select
    kind.name as period_type, first_day as period_start, month_of(first_day) as first_month,
    cast(month_of(first_day) + kind.months - 1 as smallint) as last_month,
    bit_or(bit_of(month)) as mask
from (select unnest([
    {name: 'month', months: 1}, {name: 'quarter', months: 3}, {name: 'half_year', months: 6}, {name: 'year', months: 12}
]) as kind)
inner join (select cast(date_trunc('month', last_day) as date) as first_day from months) as starts
    on (month(first_day) - 1) % kind.months = 0
inner join months on months.month between month_of(first_day) and month_of(first_day) + kind.months - 1
group by kind, first_day;

create table month_periods as
select month, period_type, period_start from months inner join periods on month between first_month and last_month;

create table weeks as
select week, thursday_of(week) as thursday
from (select unnest(range(week_of(getvariable('from_day')), week_of(getvariable('as_of')) + 1)) as week)
where thursday_of(week) <= getvariable('as_of');

create table counts as
with typed as (
    select rows.delivery_id, row_number, rows.unit as unit_text, units.unit, as_on, read_day(as_on) as day,
        households, read_count(households, '户') as count_households, residents, read_count(residents, '人') as count_residents
    from read_parquet(getvariable('raw') || '/population/*.parquet') as rows
    left join units on plain_text(rows.unit) = units.name
)
select
    *, concat_ws(
        '|', wrong(unit_text, unit, 'unit', 'unknown_unit', true), wrong(as_on, day, 'as_on', 'bad_type', true),
        wrong(households, count_households, 'households', 'bad_type', true),
        wrong(residents, count_residents, 'residents', 'bad_type', true)
    ) as reasons, row_number() over (partition by delivery_id, unit, day, reasons = '' order by row_number) as occurrence
from typed;

create table roster_rows as
with typed as (
    select rows.delivery_id, row_number, rows.unit as unit_text, units.unit, as_on, read_day(as_on) as day, person_id,
        case when regexp_matches(person_id, '^p[0-9a-f]{24}$') then person_id end as known_person,
        plain_text(staff_no) as staff_no, born_on, read_month(born_on) as born, rows.post, posts.code as known_post,
        plain_text(grid_no) as grid_no, started_on, read_day(started_on) as started
    from read_parquet(getvariable('raw') || '/workers/*.parquet') as rows
    left join units on plain_text(rows.unit) = units.name
    left join codes as posts
        on posts.dataset = 'workers' and posts.column_name = 'post' and label(rows.post) = posts.label
)
select
    *, concat_ws(
        '|', wrong(unit_text, unit, 'unit', 'unknown_unit', true), wrong(as_on, day, 'as_on', 'bad_type', true),
        wrong(person_id, known_person, 'person_id', 'bad_person_id', true),
        wrong(staff_no, staff_no, 'staff_no', 'bad_type', true), wrong(born_on, born, 'born_on', 'bad_type', true),
        wrong(post, known_post, 'post', 'not_in_code_list', true),
        wrong(started_on, started, 'started_on', 'bad_type', true)
    ) as reasons, row_number() over (partition by delivery_id, unit, day, person_id, reasons = '' order by row_number) as occurrence
from typed;

create table certificates as
with typed as (
    select rows.delivery_id, row_number, rows.unit as unit_text, units.unit, person_id, credential, kinds.code as kind,
        obtained_on, read_day(obtained_on) as day,
        case when regexp_matches(person_id, '^p[0-9a-f]{24}$') then person_id end as known_person
    from read_parquet(getvariable('raw') || '/credentials/*.parquet') as rows
    left join units on plain_text(rows.unit) = units.name
    left join codes as kinds
        on kinds.dataset = 'credentials' and kinds.column_name = 'credential' and label(credential) = kinds.label
)
select
    *, concat_ws(
        '|', wrong(unit_text, unit, 'unit', 'unknown_unit', true),
        wrong(person_id, known_person, 'person_id', 'bad_person_id', true),
        wrong(credential, kind, 'credential', 'not_in_code_list', true),
        wrong(obtained_on, day, 'obtained_on', 'bad_type', true)
    ) as reasons, row_number() over (partition by delivery_id, unit, person_id, kind, reasons = '' order by row_number) as occurrence
from typed;

insert into rejected
select delivery_id, row_number, case when reasons <> '' then reasons else last_key || ':duplicate_key' end
from (
    select delivery_id, row_number, reasons, occurrence, 'as_on' as last_key from counts
    union all select delivery_id, row_number, reasons, occurrence, 'person_id' from roster_rows
    union all select delivery_id, row_number, reasons, occurrence, 'credential' from certificates
)
where reasons <> '' or occurrence > 1;
