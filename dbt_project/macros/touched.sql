{#- What changed since the last build, from model to model. -#}
{#- Whether this build keeps what did not change. -#}
{% macro is_touched_build() %}
    {{ return(adapter.get_relation(this.database, "touched", "delivery") is not none) }}
{% endmacro %}

{#- What changed in the tables that a model reads: "none", "units" (rows of some units), "whole" (anything, or more than
    half of the units), "unknown" where this build keeps nothing. The ledger's tables, and the day, count as changed. -#}
{% macro change_of_inputs() %}
    {%- if not is_touched_build() -%} {{ return("unknown") }} {%- endif -%}
    {%- set changed = {} -%}
    {%- for row in run_query("select name, is_whole from touched.model") -%}
        {%- do changed.update({row[0]: row[1]}) -%}
    {%- endfor -%}
    {%- set read = [] -%}
    {%- set is_whole = [model.config.meta.get("changes_daily", false)] -%}
    {%- for node in tables_read(model) -%}
        {%- if node.resource_type == "source" -%}
            {%- do is_whole.append(node.source_name == "raw" and model.config.meta.by != "delivery") -%}
        {%- elif node.name in changed -%}
            {%- do read.append(node.name) -%} {%- do is_whole.append(changed[node.name]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if is_whole | select | list -%} {{ return("whole") }} {%- endif -%}
    {%- if not read -%} {{ return("none") }} {%- endif -%}
    {{ return("whole" if is_touched_mostly(read) else "units") }}
{% endmacro %}

{#- Whether more than half of all units changed in some models: then it costs less to make a table anew. -#}
{% macro is_touched_mostly(names) %}
    {%- set found = run_query(
        "select 2 * count(distinct unit_id) > (select count(*) from engine.int_unit) from touched.unit where model in ('"
        ~ names
        | join("', '") ~ "')"
    ) -%}
    {{ return(found[0][0]) }}
{% endmacro %}

{#- The models and sources a model reads. -#}
{% macro nodes_read(reader) %}
    {%- set found = [] -%}
    {%- for id in reader.depends_on.nodes -%}
        {%- do found.append(graph.sources[id] if id in graph.sources else graph.nodes[id]) -%}
    {%- endfor -%}
    {{ return(found) }}
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

{#- The units that changed in what a model reads, for itself and for those that read it. Of a model made by cell also all
    units that hold a cell towards which one of these counts, on any basis, or one that such a unit holds. -#}
{% macro remember_touched_units() %}
    insert into touched.unit
    with recursive
        found as (
            select distinct unit_id
            from touched.unit
            where
                model in (
    {%- for node in tables_read(model) -%} '{{ node.name }}' {{- ", " if not loop.last }}
    {%- endfor -%}
                )
        )
    {%- if model.config.meta.by == "cell" %},
            counted as (
                select unit_id
                from found
                union
                select cells.unit_id
                from engine.int_rollup as rollup
                inner join engine.int_cell as cells on rollup.cell_id = cells.cell_id
                where rollup.unit_id in (select unit_id from found)
            ),
            reached as (
                select unit_id
                from counted
                union
                select others.unit_id
                from reached
                inner join engine.int_cell as cells on reached.unit_id = cells.unit_id
                inner join engine.int_cell as others on cells.cell_id = others.cell_id
            )
    {%- endif %}
    select '{{ model.name }}', unit_id
    from {{ "reached" if model.config.meta.by == "cell" else "found" }}
{% endmacro %}

{#- Makes a part of a table again, in place of what stands; what it reads is narrowed to that part. A model says which, `by`:
    "unit" where a row depends on rows of its own unit only, "cell" where it sums what counts towards its unit's cells,
    "delivery" where it depends on staged rows of its own delivery, "sender" where it depends on those of its own sender.
    What is of no unit is always made again. What is put in is of the same part as what is taken out, whatever was read.
    (The units are written out: a list is looked for while a table is read, what a query finds only afterwards.) -#}
{% macro made_in_part(target, query) %}
    {%- set by = model.config.meta.by -%}
    {%- do run_query(remember_touched_units()) -%}
    {%- set found = run_query("select unit_id from touched.unit where model= '" ~ model.name ~ "'") -%}
    {%- set touched_units = "('" ~ found.columns[0].values() | join("', '") ~ "')" -%}
    {%- set units = "(unit_id is null or unit_id in " ~ touched_units ~ ")" -%}
    {%- set cells = "cell_id in (select cell_id from engine.int_cell where unit_id in " ~ touched_units ~ ")" -%}
    {%- set deliveries = "delivery_id in (select delivery_id from touched.delivery)" -%}
    {%- set senders = "sender_code in (select sender_code from raw.delivery inner join touched.delivery using (delivery_id))" -%}
    {%- set part = {"unit": units, "cell": cells, "delivery": deliveries, "sender": senders}[by] -%}
    {%- set replaced = units if by == "cell" and "unit_id" in model.columns else part -%}
    {%- set narrowed = {"query": query} -%}
    {%- for node in nodes_read(model) if is_narrowed(node, by) -%}
        {%- set relation = api.Relation.create(
            database=this.database, schema=node.schema, identifier=node.alias or node.name
        ) -%}
        {%- set rows = "(select * from " ~ relation ~ " where " ~ part ~ ")" -%}
        {%- do narrowed.update({"query": narrowed.query | replace(relation | string, rows)}) -%}
    {%- endfor -%}
    insert into touched.model values ('{{ model.name }}', {{ by in ["delivery", "sender"] }});
    delete from {{ target }}
    where {{ replaced }}
    ;
    insert into {{ target }} select * from (
    {{ narrowed.query }}
    ) where {{ replaced }}
{% endmacro %}

{#- Whether a model that is made by so and so needs only a part of what this node holds. -#}
{% macro is_narrowed(node, by) %}
    {%- if by == "unit" -%} {{ return("unit_id" in node.columns) }} {%- endif -%}
    {%- if by in ["delivery", "sender"] -%}
        {{
            return(
                node.schema in ["raw", "staging"]
                and {"delivery": "delivery_id", "sender": "sender_code"}[by] in node.columns
            )
        }}
    {%- endif -%}
    {{ return(node.config.meta.get("by") == "cell" or node.name in ["int_cell", "int_rollup", "int_rollup_year"]) }}
{% endmacro %}

{#- Makes the table beside the one that stands, and says in which units the two differ. -#}
{% macro made_and_compared(target, query) %}
    {%- set made = target.incorporate(path={"identifier": target.identifier ~ "__made"}) -%}
    {%- set unit = "unit_id" if "unit_id" in model.columns else "cast(null as varchar)" -%}
    {{ made_anew(made, query) }}
    ;
    create or replace temp table differs as
    select unit_id
    from (
        select 1 as side, {{ unit }} as unit_id, count(*) as rows, sum(hash(standing)) as hashes
        from {{ target }} as standing group by all
        union all
        select 2, {{ unit }}, count(*), sum(hash(made)) from {{ made }} as made group by all
    )
    group by unit_id
    having count(*) <> 2 or min(rows) <> max(rows) or min(hashes) <> max(hashes);
    insert into touched.unit select '{{ model.name }}', unit_id from differs where unit_id is not null;
    insert into touched.model
    select '{{ model.name }}', bool_or(unit_id is null) from differs having count(*) > 0;
    drop table {{ target }};
    alter table {{ made }} rename to {{ target.identifier }}
{% endmacro %}
