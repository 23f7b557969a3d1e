{#- What changed since the last build, from model to model. -#}
{#- Whether this build keeps what did not change. -#}
{% macro is_touched_build() %}
    {{ return(adapter.get_relation(target.database, "touched", "delivery") is not none) }}
{% endmacro %}

{#- What changed in the tables that a model reads: "none", "part" (what the model says it can be made again `by`), "whole"
    (anything, or more than half of the units on any day: then it costs less to make the table anew), "unknown" where this
    build keeps nothing. The ledger's tables, and the day, count as changed. -#}
{% macro change_of_inputs() %}
    {%- if not is_touched_build() -%} {{ return("unknown") }} {%- endif -%}
    {%- set by = model.config.meta.by -%}
    {%- set read = tables_read(model) -%}
    {%- set ledger = (
        read
        | selectattr("resource_type", "equalto", "source")
        | selectattr("source_name", "equalto", "raw")
    ) -%}
    {%- if model.config.meta.changes_daily or (ledger | list and by != "delivery") -%}
        {{ return("whole") }}
    {%- endif -%}
    {%- set changes -%}
        select
            count(*) > 0 as any_did,
            coalesce(bool_or(is_whole), false) as is_whole,
            (
                select 2 * count(distinct unit_id) > {{ all_units() }}
                from touched.unit
                where model in {{ named(read) }} and since = {{ any_day() }}
            ) as is_most
        from touched.model
        where name in {{ named(read) }}
    {%- endset -%}
    {%- set found = run_query(changes).rows[0] -%}
    {%- if not found.any_did -%} {{ return("none") }} {%- endif -%}
    {%- set is_most = found.is_most and by in ["unit", "cell"] -%}
    {{ return("whole" if found.is_whole or is_most or not by else "part") }}
{% endmacro %}

{% macro all_units() %} {{ return("(select count(*) from engine.int_unit)") }} {% endmacro %}

{#- The names of nodes, as a list that SQL looks in. -#}
{% macro named(nodes) %} {{ return("('" ~ nodes | map(attribute="name") | join("', '") ~ "')") }} {% endmacro %}

{#- The models and sources a model reads: of those it may read, the ones its statement names. -#}
{% macro nodes_read(reader) %}
    {%- set found = [] -%}
    {%- for id in reader.depends_on.nodes -%}
        {%- set node = graph.sources[id] if id in graph.sources else graph.nodes[id] -%}
        {%- if reader.unique_id != model.unique_id or relation_of(node) | string in compiled_code -%}
            {%- do found.append(node) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

{% macro relation_of(node) %}
    {{
        return(
            api.Relation.create(
                database=node.database, schema=node.schema, identifier=node.alias or node.identifier or node.name
            )
        )
    }}
{% endmacro %}

{#- The same through views: where a view is read, what it reads. -#}
{% macro tables_read(reader) %}
    {%- set found = [] -%}
    {%- for node in nodes_read(reader) -%}
        {%- if node.config.materialized == "view" -%} {%- do found.extend(tables_read(node)) -%}
        {%- else -%} {%- do found.append(node) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

{#- The units that changed in what a model reads, for itself and for those that read it, each with the first day from which
    rows of this model may differ. Of a model made by cell also all units that hold a cell towards which one of these
    counts, on any basis, or one that such a unit holds. -#}
{% macro remember_touched_units() %}
    insert into touched.unit
    with recursive
        found as (
            select unit_id, min(since) as since
            from touched.unit
            where model in {{ named(tables_read(model)) }}
            group by unit_id
        )
    {%- if model.config.meta.by == "cell" %},
            counted as (
                select unit_id, since
                from found
                union
                select cells.unit_id, found.since
                from found
                inner join engine.int_rollup as rollup on found.unit_id = rollup.unit_id
                inner join engine.int_cell as cells on rollup.cell_id = cells.cell_id
            ),
            reached as (
                select unit_id, since
                from counted
                union
                select others.unit_id, reached.since
                from reached
                inner join engine.int_cell as cells on reached.unit_id = cells.unit_id
                inner join engine.int_cell as others on cells.cell_id = others.cell_id
            )
    {%- endif %}
    select '{{ model.name }}', unit_id, {{ first_day_of("min(since)", model.config.meta) }}
    from {{ "reached" if model.config.meta.by == "cell" else "found" }}
    group by unit_id
{% endmacro %}

{#- The units of touched deliveries' rows as they stand, each with the beginning of the first month, or year, of which a row
    comes, goes, or stands behind another one for the same key: where the key has no day of its own, that may be of
    another day. -#}
{% macro remember_staged_units(dataset, target) %}
    {%- set day = row_day(dataset) -%}
    {%- set span = "month" if day in contract(dataset).columns | map(attribute="name") else "year" -%}
    {%- set key = told_of_together(dataset) -%}
    insert into touched.unit
    select
        '{{ model.name }}',
        unit_id,
        coalesce(
            date_trunc('{{ span }}', min(coalesce({{ day }}, case when reject_reasons = '' then {{ any_day() }} end))),
    {{ any_day() }}
        )
    from {{ target }}
    where
    {% if day in key %} {{ of_touched_deliveries(dataset) }}
    {% else %}
        {{ hashed(key) }} in (select {{ hashed(key) }} from {{ target }} where {{ of_touched_deliveries(dataset) }})
    {% endif %}
    group by unit_id
{% endmacro %}

{% macro of_touched_deliveries(dataset) -%}
    delivery_id in (select delivery_id from touched.delivery where dataset = '{{ dataset }}')
{%- endmacro %}
