-- How text becomes values, told once; every distinct text is read once, rows then join to what it says.
create function narrow(given text) returns text language sql immutable as $$
    select case when given ~ '[！-～　]' then normalize(given, nfkc) else given end $$;
create function plain_text(given text) returns text language sql immutable as $$
    select nullif(trim(narrow(given)), '') $$;
create function label(given text) returns text language sql immutable as $$
    select translate(narrow(given), '（） ', '()') $$;
create function plain_day(given text) returns text language sql immutable as $$
    select translate(regexp_replace(narrow(given), '[ T][0-9]{1,2}:[0-9]{2}.*$', ''), '年月./。日号份 ', '-----') $$;
create function read_day(given text) returns date language plpgsql immutable as $$
declare plain text := plain_day(given);
begin
    if plain ~ '^(19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}$' then
        return make_date(split_part(plain, '-', 1)::int, split_part(plain, '-', 2)::int, split_part(plain, '-', 3)::int);
    elsif plain ~ '^(19|20)[0-9]{6}$' then
        return make_date(left(plain, 4)::int, substr(plain, 5, 2)::int, right(plain, 2)::int);
    elsif plain ~ '^[1-6][0-9]{4}(-[0-9]+)?$' then return date '1899-12-30' + left(plain, 5)::int;
    end if;
    return null;
exception when others then return null;
end $$;
create function read_month(given text) returns date language sql immutable as $$
    select case when plain_day(given) ~ '^(19|20)[0-9]{2}-[0-9]{1,2}-?$' then read_day(rtrim(plain_day(given), '-') || '-01')
    when plain_day(given) ~ '^(19|20)[0-9]{2}(0[1-9]|1[0-2])$' then read_day(plain_day(given) || '01')
    else date_trunc('month', read_day(given))::date end $$;
create function read_number(given text, unit text) returns numeric language sql immutable as $$
    select case when matched is not null then translate(matched[1], ',+', '')::numeric * case matched[4]
        when '千万' then 10000000 when '百万' then 1000000 when '十万' then 100000 when '万' then 10000
        when '亿' then 100000000 when '千' then 1000 when '百' then 100 when '十' then 10 when '' then 1 end end
    from (select regexp_match(
        translate(narrow(given), ' ¥￥', ''),
        '^([-+]?([0-9]{1,3}(,[0-9]{3}){1,3}|[0-9]{1,12})(?:[.][0-9]+)?)([亿万千百十]*)(?:' || unit || ')?$'
    ) as matched) as found $$;
create function month_of(day date) returns int language sql immutable as $$
    select (extract(year from day) * 12 + extract(month from day) - 1)::int $$;
create function thursday_of(day date) returns date language sql immutable as $$
    select date_trunc('week', day)::date + 3 $$;
-- What is wrong with a cell: NULL where it could be read, or was empty and may be.
create function wrong(given text, is_read boolean, name text, reason text, required boolean) returns text
language sql immutable as $$
    select case when not is_read and given is not null then name || ':' || reason
    when not is_read and required then name || ':missing_required' end $$;

create unlogged table unit as
select
    (row_number() over (order by units.code) - 1)::int as unit, systems.code || ':' || units.code as unit_id, name,
    units.code, nullif(parent_code, '') as parent_code, kinds.code as unit_type
from raw.units as units
join code as systems on systems.dataset = 'units' and systems.column_name = 'code_system' and code_system = systems.label
join code as kinds on kinds.dataset = 'units' and kinds.column_name = 'unit_type' and unit_type = kinds.label;
create unlogged table tree as
with recursive chain as (
    select unit, unit as ancestor, parent_code from unit
    union all
    select chain.unit, above.unit, above.parent_code from chain join unit as above on chain.parent_code = above.code
)
select unit, ancestor from chain;

create unlogged table month as
select month_of(day::date) as month, day::date as first_day, (day + interval '1 month - 1 day')::date as last_day
from generate_series(date '2014-01-01', date '2018-12-31', interval '1 month') as day;
create unlogged table period as
select
    period_type, first_day as period_start, month as first_month, month + months - 1 as last_month,
    ((1::bigint << months) - 1) << (month - 24168) as mask
from month
cross join (values ('month', 1), ('quarter', 3), ('half_year', 6), ('year', 12)) as kinds (period_type, months)
where month % 12 % months = 0;
create unlogged table month_period as
select month, period_type, period_start from month join period on month between first_month and last_month;
create unlogged table week as
select day::date as thursday from generate_series(date '2014-01-02', date '2018-12-31', interval '7 days') as day;

create unlogged table rejected (delivery_id text, row_number int, reasons text);
create unlogged table monthly (measure text, unit int, month int, amount numeric);
create unlogged table by_unit (measure text, unit int, period_type text, period_start date, amount numeric);
analyze;
