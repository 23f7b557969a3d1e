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
    {{ return("whole" if model.config.meta.by not in ["delivery", "row"] and is_touched_mostly(read) else "units") }}
{% endmacro %}

{#- Whether more than half of all units changed in some models: then it costs less to make a table anew. A table with a
    day is made again from the first day that changed, in however many units. -#}
{% macro is_touched_mostly(names) %}
    {%- set found = run_query(
        "select 2 * count(distinct unit_id) > (select count(*) from engine.int_unit) from touched.unit where model in ('"
        ~ names
        | join("', '") ~ "')" ~ (" and since = " ~ any_day() if model.config.meta.day else "")
    ) -%}
    {{ return(found[0][0]) }}
{% endmacro %}

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
                database=this.database, schema=node.schema, identifier=node.alias or node.identifier or node.name
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
            where
                model in (
    {%- for node in tables_read(model) -%} '{{ node.name }}' {{- ", " if not loop.last }}
    {%- endfor -%}
                )
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

{#- Makes a part of a table again, in place of what stands; what it reads is narrowed to that part. A model says which, `by`:
    "unit" where a row depends on rows of its own unit only, "cell" where it sums what counts towards its unit's cells,
    "delivery" where it depends on staged rows of its own delivery, "sender" where it depends on those of its own sender.
    What is of no unit is always made again. What is put in is of the same part as what is taken out, whatever was read.
    (The units are written out: a list is looked for while a table is read, what a query finds only afterwards.) -#}
{% macro made_in_part(target, query) %}
    {%- set by = model.config.meta.by -%}
    {%- do run_query(remember_touched_units()) -%}
    {%- set changed = changed_units() -%}
    {%- set replaced = part_of(model, by, changed) -%}
    {%- set narrowed = {"query": query} -%}
    {%- for node in nodes_read(model) -%}
        {%- set part = part_of(node, by, changed) -%}
        {%- if part -%}
            {%- set relation = relation_of(node) | string -%}
            {%- set rows = "(select * from " ~ relation ~ " where " ~ part ~ ")" -%}
            {%- do narrowed.update({"query": narrowed.query | replace(relation, rows)}) -%}
        {%- endif -%}
    {%- endfor -%}
    insert into touched.model
    values (
        '{{ model.name }}',
    {{ by in ["delivery", "sender"] }},
    {{ quoted(replaced) if by in ["unit", "cell"] else "null" }}
    );
    delete from {{ target }}
    where {{ replaced }}
    ;
    insert into {{ target }} select * from (
    {{ narrowed.query }}
    ) where {{ replaced }}
{% endmacro %}

{#- The part of a node's rows that a model made by so and so makes again, or has to read for it; none: all of them. -#}
{% macro part_of(node, by, changed) %}
    {%- set is_made = node.unique_id == model.unique_id -%}
    {%- if by in ["delivery", "sender"] -%}
        {%- set key = by ~ ("_code" if by == "sender" else "_id") -%}
        {%- set raw = node.schema in ["raw", "staging"] and key in node.columns -%}
        {{
            return(
                key ~ " in (select " ~ key ~ " from " ~ senders_or_deliveries(by) ~ ")" if is_made or raw else none
            )
        }}
    {%- endif -%}
    {%- set days = days_since(node, changed.since) -%}
    {%- set in_cells = node.config.meta.get("by") == "cell" or node.name in [
        "int_cell",
        "int_rollup",
        "int_rollup_year",
    ] -%}
    {%- if "unit_id" in node.columns and (by == "unit" or is_made) -%}
        {%- set among = "unit_id in (" -%} {%- set end = ")" -%}
        {%- set parts = ["unit_id is null"] if changed.is_null_early or not days else [] -%}
        {%- set of_none = "unit_id is null or " -%}
    {%- elif by == "cell" and in_cells -%}
        {%- set among = "cell_id in (select cell_id from engine.int_cell where unit_id in (" -%}
        {%- set end = "))" -%} {%- set parts = [] -%} {%- set of_none = "" -%}
    {%- else -%} {{ return(days_since(node, changed.first)) }}
    {%- endif -%}
    {%- if changed.early -%}
        {%- set first_days = days_since(node, changed.first) -%}
        {%- set units = among ~ changed.early ~ end -%}
        {%- do parts.append("(" ~ units ~ " and " ~ first_days ~ ")" if first_days else units) -%}
    {%- endif -%}
    {%- if changed.later and changed.is_mostly -%}
        {%- if not days -%} {{ return(none) }} {%- endif -%} {%- do parts.append(days) -%}
    {%- elif changed.later -%}
        {%- set units = among ~ changed.later ~ end -%}
        {%- do parts.append("(" ~ days ~ " and (" ~ of_none ~ units ~ "))" if days else units) -%}
    {%- endif -%}
    {{ return("(" ~ parts | join(" or ") ~ ")" if parts else "false") }}
{% endmacro %}

{% macro senders_or_deliveries(by) %}
    {{
        return(
            "touched.delivery" if by == "delivery" else "raw.delivery inner join touched.delivery using (delivery_id)"
        )
    }}
{% endmacro %}

{#- The units that changed in the model that is made, written out: those that did from a day on (`since`), whether these are
    more than half of all, and the few that did earlier, from the `first` day of all. -#}
{% macro changed_units() %}
    {%- set found = run_query(
        "with touched as (select *, quantile_disc(since, 0.1) over () as day from touched.unit where model= '"
        ~ model.name
        ~ "'), units as (select since, day, '''' || unit_id || '''' as unit, since < day or day = "
        ~ any_day()
        ~ " as early from touched) select string_agg(unit, ', ') filter (where early),"
        ~ " string_agg(unit, ', ') filter (where not early), cast(max(day) filter (where not early) as varchar),"
        ~ " 2 * count(unit) filter (where not early) > (select count(*) from engine.int_unit),"
        ~ " coalesce(bool_or(unit is null and early), false), cast(min(since) as varchar) from units"
    )[0] -%}
    {{ return(dict(zip(["early", "later", "since", "is_mostly", "is_null_early", "first"], found))) }}
{% endmacro %}
