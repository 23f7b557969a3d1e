-- How text becomes values, told once; every distinct text is read once, rows then join to what it says.
create macro narrow(text) as case when strlen(text) = length(text) then text else translate(
    text,
    '０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ．－，／：％＋　',
    '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.-,/:%+ '
) end;
create macro plain_day(text) as translate(
    regexp_replace(narrow(text), '[ T][0-9]{1,2}:[0-9]{2}.*$', ''), '年月./。日号份 ', '-----'
);
create macro day_of(plain) as case
    when regexp_matches(plain, '^(19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}$') then try_cast(plain as date)
    when regexp_matches(plain, '^(19|20)[0-9]{6}$') then try_cast(strptime(plain, '%Y%m%d') as date)
    when regexp_matches(plain, '^[1-6][0-9]{4}(-[0-9]+)?$') then date '1899-12-30' + cast(plain[:5] as integer)
end;
create macro read_day(text) as day_of(plain_day(text));
create macro read_month(text) as case
    when regexp_matches(plain_day(text), '^(19|20)[0-9]{2}-[0-9]{1,2}-?$')
    then try_cast(rtrim(plain_day(text), '-') || '-01' as date)
    when regexp_matches(plain_day(text), '^(19|20)[0-9]{2}(0[1-9]|1[0-2])$')
    then try_cast(strptime(plain_day(text), '%Y%m') as date)
    else date_trunc('month', read_day(text))
end;
create macro number_of(plain) as try_cast(
    case when regexp_matches(plain, '^[-+]?([0-9]{1,3}(,[0-9]{3}){1,3}|[0-9]{1,12})([.][0-9]+)?$')
    then translate(plain, ',+', '') end as decimal(20, 6)
);
create macro read_number(text, unit) as
    number_of(regexp_replace(translate(narrow(text), ' ¥￥', ''), '[亿万千百十]*(' || unit || ')?$', ''))
    * case regexp_extract(translate(narrow(text), ' ¥￥', ''), '([亿万千百十]*)(' || unit || ')?$', 1)
        when '千万' then 10000000 when '百万' then 1000000 when '十万' then 100000 when '万' then 10000
        when '亿' then 100000000 when '千' then 1000 when '百' then 100 when '十' then 10 when '' then 1
    end;
create macro read_count(text, unit) as
    case when read_number(text, unit) = floor(read_number(text, unit))
    then cast(read_number(text, unit) as integer) end;
create macro label(text) as translate(narrow(text), '（） ', '()');
create macro month_of(day) as cast(year(day) * 12 + month(day) - 1 as smallint);
-- Weeks since Monday 1970-01-05, and the Thursday that says to which month a week belongs.
create macro week_of(day) as cast((day - date '1970-01-05') // 7 as smallint);
create macro thursday_of(week) as date '1970-01-08' + 7 * cast(week as integer);

create macro plain_text(text) as nullif(trim(narrow(text)), '');
-- What is wrong with a cell: NULL where it could be read, or was empty and may be.
create macro wrong(given, typed, name, reason, required) as
    case when typed is null and given is not null then name || ':' || reason
    when typed is null and required then name || ':missing_required' end;

-- The bit of a month, counted from the first one asked for: five years fit in one number.
create macro bit_of(month) as 1::bigint << cast(month - month_of(getvariable('from_day')) as integer);

create table deliveries as
select *, cast(row_number() over (partition by dataset order by delivery_id) - 1 as usmallint) as file
from read_parquet(getvariable('given') || '/delivery.parquet');
create table codes as from read_parquet(getvariable('given') || '/code.parquet');

create table units as
select
    cast(row_number() over (order by cells.code) - 1 as smallint) as unit,
    systems.code || ':' || trim(cells.code) as unit_id,
    trim(cells.name) as name,
    trim(cells.code) as code,
    nullif(trim(cells.parent_code), '') as parent_code,
    kinds.code as unit_type
from read_parquet(getvariable('raw') || '/units/*.parquet') as cells
inner join codes as systems
    on systems.dataset = 'units' and systems.column_name = 'code_system' and label(cells.code_system) = systems.label
inner join codes as kinds
    on kinds.dataset = 'units' and kinds.column_name = 'unit_type' and label(cells.unit_type) = kinds.label;

create table tree as
with recursive chain as (
    select unit, unit as ancestor, parent_code from units
    union all
    select chain.unit, above.unit, above.parent_code from chain inner join units as above on chain.parent_code = above.code
)
select unit, ancestor from chain;
-- Bad rows with '|' between their cells, as column:reason.
create table rejected (delivery_id varchar, row_number integer, reasons varchar);
-- What every statement below adds to: what each unit counted in each month.
create table monthly (measure varchar, unit smallint, month smallint, amount decimal(28, 4));
create table stocks (measure varchar, unit smallint, month smallint, amount decimal(28, 4));
