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
    {%- elif change == "units" and model.config.meta.by -%}
        {%- call statement("main") -%} {{ made_in_part(target, compiled_code) }}
        {%- endcall -%}
        {%- do adapter.commit() -%}
    {%- else -%}
        {%- call statement("main") -%} {{ made_and_compared(target, compiled_code) }}
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
        {%- set units = (
            "insert into touched.unit select distinct '"
            ~ model.name
            ~ "', unit_id from "
            ~ target
            ~ " "
            ~ theirs
        ) -%}
        {%- call statement("main") -%}
            insert into touched.model values ('{{ model.name }}', false);
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
