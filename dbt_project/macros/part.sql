{#- Tables of which a part is made again, in place of what stands; what is read is narrowed to what that part needs. -#}
{#- A model says which part, `by`: "unit" where a row depends on rows of its own unit only, "cell" where it sums what counts
    towards its unit's cells, "delivery" where it depends on staged rows of its own delivery, "sender" where it depends on
    those of its own sender. What is of no unit is always made again. What is put in is of the same part as what is taken
    out, whatever was read. -#}
{% macro made_in_part(target, query) %}
    {%- set is_by_unit = model.config.meta.by in ["unit", "cell"] -%}
    {%- set groups = touched_groups() if is_by_unit else [] -%}
    {%- set replaced = part_of(model, groups) or "true" -%}
    {%- do remember_part(not is_by_unit, quoted(replaced) if is_by_unit else "null") -%}
    {{ "delete from " ~ target ~ " where " ~ replaced }}
    ;
    insert into {{ target }} select * from (
    {{ narrowed(query, groups) }}
    ) where {{ replaced }}
{% endmacro %}

{#- Says of the model that is made that it changed: in which rows, or in any. It may stand in another file than what is
    remembered of it, and one transaction writes only one. -#}
{% macro remember_part(is_whole, part) %}
    {%- do run_query("insert into touched.model values ('" ~ model.name ~ "', " ~ is_whole ~ ", " ~ part ~ ")") -%}
{% endmacro %}

{#- The units that changed in the model that is made, those together that did from the same month on, the earliest first:
    `since` when, the `units` (written out: a list is looked for while a table is read, what a query finds only
    afterwards), and whether these are `most` of all, so that looking for them spares nothing. -#}
{% macro touched_groups() %}
    {%- do run_query(remember_touched_units()) -%}
    {%- set groups -%}
        select
            cast(min(since) as varchar) as since,
            coalesce(string_agg('''' || unit_id || '''', ', '), 'null') as units,
            2 * count(unit_id) > {{ all_units() }} as most
        from touched.unit
        where model = '{{ model.name }}'
        group by date_trunc('month', since)
        order by min(since)
    {%- endset -%}
    {{ return(run_query(groups).rows) }}
{% endmacro %}

{#- A model's query, each table it reads narrowed to what it needs of it. -#}
{% macro narrowed(query, groups) %}
    {%- set made = namespace(query=query) -%}
    {%- for node in nodes_read(model) -%}
        {%- set part = part_of(node, groups) -%}
        {%- if part -%}
            {%- set relation = relation_of(node) | string -%}
            {%- set rows = "(select * from " ~ relation ~ " where " ~ part ~ ")" -%}
            {%- set made.query = made.query | replace(relation, rows) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(made.query) }}
{% endmacro %}

{#- The part of a node's rows that the model makes again, or has to read for that; none: all of them. -#}
{% macro part_of(node, groups) %}
    {%- set by = model.config.meta.by -%}
    {%- set is_made = node.unique_id == model.unique_id -%}
    {%- if by in ["delivery", "sender"] -%}
        {%- set key = by ~ ("_code" if by == "sender" else "_id") -%}
        {%- set is_raw = node.schema in ["raw", "staging"] and key in node.columns -%}
        {{ return(key ~ " in (" ~ touched_senders_or_deliveries(key) ~ ")" if is_made or is_raw else none) }}
    {%- endif -%}
    {%- if not groups -%} {{ return("false") }} {%- endif -%}
    {%- set days = days_since(node, groups[0].since) -%}
    {%- set among = among_units(node, is_made) -%}
    {%- if not among -%} {{ return(days) }} {%- endif -%}
    {%- set parts = [] -%}
    {%- for group in groups -%}
        {%- set theirs = [days_since(node, group.since), none if group.most else among.replace("?", group.units)] -%}
        {%- do parts.append(theirs | select | join(" and ") or "true") -%}
    {%- endfor -%}
    {%- if "true" in parts -%} {{ return(none) }} {%- endif -%}
    {%- set part = "(" ~ parts | join(") or (") ~ ")" -%}
    {{ return(days ~ " and (" ~ part ~ ")" if days and parts | length > 1 else part) }}
{% endmacro %}

{#- How rows of some units are told in a node; none: they cannot be. -#}
{% macro among_units(node, is_made) %}
    {%- set by = model.config.meta.by -%}
    {%- if "unit_id" in node.columns and (by == "unit" or is_made) -%}
        {{ return("(unit_id is null or unit_id in (?))") }}
    {%- endif -%}
    {%- set names = ["int_cell", "int_rollup", "int_rollup_year"] -%}
    {%- if by == "cell" and (node.config.meta.get("by") == "cell" or node.name in names) -%}
        {{ return("cell_id in (select cell_id from engine.int_cell where unit_id in (?))") }}
    {%- endif -%}
{% endmacro %}

{% macro touched_senders_or_deliveries(key) %}
    {{ return("select " ~ key ~ " from raw.delivery inner join touched.delivery using (delivery_id)") }}
{% endmacro %}
