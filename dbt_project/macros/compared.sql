{#- What changed in a table that is not made by the part: it is compared with the one before. -#}
{#- Makes the table beside the one that stands, and says in which units the two differ, and since when. -#}
{% macro made_and_compared(target, query) %}
    {%- set made = target.incorporate(path={"identifier": target.identifier ~ "__made"}) -%}
    {{ made_anew(made, query) }}
    ;
    {{ remember_differences(target, made) }}
    ;
    drop table {{ target }};
    alter table {{ made }} rename to {{ target.identifier }}
{% endmacro %}

{#- The same for a part of the table: by "day", rows from the first day that changed in what it reads, of whichever unit. -#}
{% macro made_and_compared_since(target, query) %}
    {%- set found = run_query(
        "select cast("
        ~ first_day_of("min(since)", model.config.meta)
        ~ " as varchar) from touched.unit where model in ('"
        ~ tables_read(model)
        | map(attribute="name")
        | join("', '") ~ "')"
    ) -%}
    {%- set part = days_since(model, found[0][0]) or "true" -%}
    create or replace temp table made as select * from ({{ narrowed_to_days(query, found[0][0]) }}) where {{ part }};
    create or replace temp view stood as select * from {{ target }} where {{ part }};
    {{ remember_differences("stood", "made") }}
    ;
    delete from {{ target }}
    where {{ part }}
    ;
    insert into {{ target }} select * from made
{% endmacro %}

{% macro narrowed_to_days(query, since) %}
    {%- set narrowed = {"query": query} -%}
    {%- for node in nodes_read(model) -%}
        {%- set days = days_since(node, since) -%}
        {%- if days -%}
            {%- set relation = relation_of(node) | string -%}
            {%- set rows = "(select * from " ~ relation ~ " where " ~ days ~ ")" -%}
            {%- do narrowed.update({"query": narrowed.query | replace(relation, rows)}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(narrowed.query) }}
{% endmacro %}

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
