{#- Tables of which no part is made by itself: what changed in them is found by comparing. -#}
{#- Makes the table beside the one that stands, and says in which units the two differ, and since when: a transaction
    each, for they may stand in different files. -#}
{% macro made_and_compared(target, query) %}
    {%- set made = target.incorporate(path={"identifier": target.identifier ~ "__made"}) -%}
    {%- do run_query(made_anew(made, query)) -%}
    {%- do run_query(remember_differences(target, made)) -%}
    drop table {{ target }};
    alter table {{ made }} rename to {{ target.identifier }}
{% endmacro %}

{#- Says in which units two tables differ, and since when. -#}
{% macro remember_differences(standing, made) %}
    {%- set unit = "unit_id" if "unit_id" in model.columns else "cast(null as varchar)" -%}
    {%- set day = model.config.meta.day | default(any_day(), true) -%}
    {%- set last_day = period_last_day() if day == "period" else day -%}
    create or replace temp table differs as
    select unit_id, coalesce(day, {{ any_day() }}) as since
    from (
        select 1 as side, {{ unit }} as unit_id, {{ last_day }} as day, count(*) as rows, sum(hash(standing)) as hashes
        from {{ standing }} as standing group by all
        union all
        select 2, {{ unit }}, {{ last_day }}, count(*), sum(hash(made)) from {{ made }} as made group by all
    )
    group by unit_id, day
    having count(*) <> 2 or min(rows) <> max(rows) or min(hashes) <> max(hashes);
    insert into touched.unit
    select '{{ model.name }}', unit_id, min(since) from differs where unit_id is not null group by unit_id;
    insert into touched.model
    select
        '{{ model.name }}',
        bool_or(unit_id is null),
        'unit_id in ('
        || string_agg(distinct '''' || unit_id || '''', ', ')
        || ')'
    {%- if model.config.meta.day %} || ' and ' || {{ quoted(last_day) }} || ' >= date ''' || cast(min(since) as varchar) || '''' {%- endif %}
    from differs
    having count(*) > 0
{% endmacro %}
