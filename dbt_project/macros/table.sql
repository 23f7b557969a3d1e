{#- How a table is made: anew, or only as far as what it reads has changed. pipelines/warehouse/touched.py says which
    deliveries changed; from there every model says to those that read it whether it changed, and in which units:
    touched.model has a row for a model that changed, touched.unit its units where it did not change in all of them. -#}
{#- A table in one statement. dbt's own way makes it beside the old one, renames both and drops one, so that readers of the
    file never miss it; nobody reads the working warehouse while it is built. -#}
{% materialization table, adapter = "duckdb" %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target = this.incorporate(type="table") -%}
    {%- if existing is not none and not existing.is_table -%}
        {%- do adapter.drop_relation(existing) -%} {%- set existing = none -%}
    {%- endif -%}
    {%- set change = change_of_inputs() if existing is not none else "unknown" -%}
    {%- if change == "unknown" -%}
        {%- call statement("main", auto_begin=False) -%} {{ made_anew(target, compiled_code) }} {%- endcall -%}
    {%- elif change == "none" -%} {%- call statement("main") -%} select 'nothing it reads changed' {%- endcall -%}
    {%- else -%}
        {%- set by = model.config.meta.by if change == "units" else none -%}
        {%- call statement("main") -%}
            {%- if by == "row" -%} {{ made_by_row(target, compiled_code) }}
            {%- elif by == "key" -%} {{ made_and_compared(target, narrowed_to_keys(target, compiled_code)) }}
            {%- elif by == "day" -%} {{ made_and_compared_since(target, compiled_code) }}
            {%- elif by -%} {{ made_in_part(target, compiled_code) }}
            {%- else -%} {{ made_and_compared(target, compiled_code) }}
            {%- endif -%}
        {%- endcall -%}
        {%- do adapter.commit() -%}
    {%- endif -%}
    {{ return({"relations": [target]}) }}
{% endmaterialization %}

{#- Staged rows of a dataset. A delivery is staged once: where there is a view touched.<dataset>, only the rows it shows
    are staged again, in place of what those deliveries had before. -#}
{% materialization staged, adapter = "duckdb" %}
    {%- set dataset = model.name.replace("stg_", "", 1) -%}
    {%- set target = this.incorporate(type="table") -%}
    {%- if not is_touched_build() -%}
        {%- call statement("main") -%} {{ made_anew(target, compiled_code) }} {%- endcall -%}
    {%- elif not run_query("select 1 from touched.delivery where dataset = '" ~ dataset ~ "' limit 1") -%}
        {%- call statement("main") -%} select 'no delivery changed' {%- endcall -%}
    {%- else -%}
        {%- set raw = api.Relation.create(database=this.database, schema="raw", identifier=dataset) -%}
        {%- set shown = api.Relation.create(database=this.database, schema="touched", identifier=dataset) -%}
        {%- set theirs = (
            "where delivery_id in (select delivery_id from touched.delivery where dataset = '"
            ~ dataset
            ~ "')"
        ) -%}
        {%- set units = staged_units(dataset, target, theirs) -%}
        {%- call statement("main") -%}
            insert into touched.model
            values (
                '{{ model.name }}',
                false,
            {{
                quoted(
                    "unit_id is null or unit_id in (select unit_id from touched.unit where model= '"
                    ~ model.name
                    ~ "')"
                )
            }}
            );
            {{ units }}
            ;
            delete from {{ target }} {{ theirs }}
            ;
            insert into {{ target }} select * from (
            {{ compiled_code | replace(raw | string, shown | string) }}
            );
            {{ units }}
            ;
        {%- endcall -%}
    {%- endif -%}
    {%- do adapter.commit() -%}
    {{ return({"relations": [target]}) }}
{% endmaterialization %}

{% macro made_anew(target, query) %}
    {{ return("create or replace table " ~ target ~ " as (\n" ~ query ~ "\n)") }}
{% endmacro %}

{#- The units of touched deliveries, each with the beginning of the first month, or year, of which a row came, went, or
    stands behind another one for the same key: where the key has no day of its own, these may be of another day. -#}
{% macro staged_units(dataset, target, theirs) %}
    {%- set day = row_day(dataset) -%}
    {%- set span = "month" if day in contract(dataset).columns | map(attribute="name") else "year" -%}
    {%- set first = "min(coalesce(" ~ day ~ ", case when reject_reasons = '' then " ~ any_day() ~ " end))" -%}
    {%- set coarse = hashed(told_of_together(dataset)) -%}
    {%- set same_keys = "where " ~ coarse ~ " in (select " ~ coarse ~ " from " ~ target ~ " " ~ theirs ~ ")" -%}
    {{
        return(
            "insert into touched.unit select '"
            ~ model.name
            ~ "', unit_id, coalesce(date_trunc('"
            ~ span
            ~ "', "
            ~ first
            ~ "), "
            ~ any_day()
            ~ ") from "
            ~ target
            ~ " "
            ~ (theirs if day in told_of_together(dataset) else same_keys)
            ~ " group by unit_id"
        )
    }}
{% endmacro %}
