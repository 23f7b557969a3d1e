{#- Tables that are made in part by the keys of what changed, whatever units and days these are of. -#}
{#- The query of a table of keys, each found in many units' rows: only keys that touched units hold now are asked for, and
    those that the table holds. -#}
{% macro narrowed_to_keys(target, query) %}
    {%- set names = model.columns.keys() | join(", ") -%}
    {%- set read = tables_read(model) | map(attribute="name") | join("', '") -%}
    {%- set units = run_query(
        "select coalesce(string_agg(distinct '''' || unit_id || '''', ', '), 'null') from touched.unit where model in ('"
        ~ read
        ~ "')"
    )[0][0] -%}
    {%- set held = ["select " ~ names ~ " from " ~ target] -%}
    {%- for node in nodes_read(model) -%}
        {%- do held.append("select " ~ names ~ " from " ~ relation_of(node) ~ " where unit_id in (" ~ units ~ ")") -%}
    {%- endfor -%}
    {%- set keys = "(" ~ names ~ ") in (" ~ held | join(" union ") ~ ")" -%}
    {%- set narrowed = {"query": query} -%}
    {%- for node in nodes_read(model) -%}
        {%- set relation = relation_of(node) | string -%}
        {%- set rows = "(select * from " ~ relation ~ " where " ~ keys ~ ")" -%}
        {%- do narrowed.update({"query": narrowed.query | replace(relation, rows)}) -%}
    {%- endfor -%}
    {{ return(narrowed.query) }}
{% endmacro %}

{#- Makes again what is told of staged rows (dataset, row_key) that came, went or stand for the same as one that did. -#}
{% macro made_by_row(target, query) %}
    {%- do run_query(remember_touched_units()) -%}
    {%- set touched_datasets = run_query("select distinct dataset from touched.delivery").columns[0].values() -%}
    {%- set since = run_query(
        "select cast(min(since) as varchar) from touched.unit where model in ('" ~ tables_read(model)
        | map(attribute="name")
        | join("', '") ~ "')"
    )[0][0] -%}
    {%- set narrowed = {"query": query} -%}
    {%- set keys = [] -%}
    {%- for node in nodes_read(model) -%}
        {%- set dataset = node.name.replace("stg_", "", 1) -%}
        {%- set relation = relation_of(node) | string -%}
        {%- set coarse = hashed(told_of_together(dataset)) -%}
        {%- set days = days_since(node, since) or "true" -%}
        {%- set theirs = (
            "select "
            ~ coarse
            ~ " from "
            ~ relation
            ~ " where "
            ~ days
            ~ " and delivery_id in (select delivery_id from touched.delivery)"
        ) -%}
        {%- set is_touched = (
            days ~ " and " ~ coarse ~ " in (" ~ theirs ~ ")" if dataset in touched_datasets else "false"
        ) -%}
        {%- set rows = "(select * from " ~ relation ~ " where " ~ is_touched ~ ")" -%}
        {%- do narrowed.update({"query": narrowed.query | replace(relation, rows)}) -%}
        {%- if dataset in touched_datasets -%}
            {%- set row_key = key_text("told", key_columns(dataset) or ["unit_id"]) -%}
            {%- do keys.append("select '" ~ dataset ~ "', " ~ row_key ~ " from " ~ rows ~ " as told") -%}
        {%- endif -%}
    {%- endfor -%}
    insert into touched.model
    select
        '{{ model.name }}',
        false,
        'unit_id is null or unit_id in (' || coalesce(string_agg('''' || unit_id || '''', ', '), 'null') || ')'
    from touched.unit
    where model = '{{ model.name }}';
    delete from {{ target }}
    where (dataset, row_key) in ({{ keys | join(" union ") }})
    ;
    insert into {{ target }}
    {{ narrowed.query }}
{% endmacro %}
