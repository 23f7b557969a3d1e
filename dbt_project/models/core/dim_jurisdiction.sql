{{ config(meta={"changes_daily": true}) }}
{% set today = modules.datetime.datetime.now(modules.pytz.timezone("Asia/Shanghai")).date() %}
-- Every root of the unit tree. What seeds/jurisdictions.yml does not say of it is taken from its first delivery
-- and from today.
with
    roots as (
        select
            jurisdiction_id,
            min(code) as code,
            max_by(name, valid_from) as name,
            make_date(cast(year(min(received_at)) - 1 as integer), 1, 1) as default_start,
            count(*) filter (where basis <> 'delivered') > 0 as has_demo
        from {{ ref("dim_unit") }}
        where unit_id = jurisdiction_id
        group by jurisdiction_id
    )
select
    roots.jurisdiction_id,
    roots.code,
    coalesce(declared.name_zh, roots.name) as name_zh,
    coalesce(declared.name_en, roots.name) as name_en,
    coalesce(declared.starts_on, roots.default_start) as starts_on,
    {% if var("as_of") -%} cast('{{ var("as_of") }}' as date)
    {%- else -%} coalesce(declared.as_of, cast('{{ today }}' as date))
    {%- endif %} as as_of,
    coalesce(declared.is_home, false) as is_home,
    coalesce(declared.is_demo, roots.has_demo) as is_demo
from roots
left join
    {{ source("reference", "jurisdiction") }} as declared
    on roots.code = declared.code
    or roots.jurisdiction_id = declared.code
