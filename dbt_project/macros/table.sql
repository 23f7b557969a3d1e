{#- A table in one statement. dbt's own way makes it beside the old one, renames both and drops one, so that readers of the
    file never miss it; nobody reads the working warehouse while it is built. -#}
{% materialization table, adapter = "duckdb" %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target = this.incorporate(type="table") -%}
    {%- if existing is not none and not existing.is_table -%} {%- do adapter.drop_relation(existing) -%} {%- endif -%}
    {%- call statement("main", auto_begin=False) -%} {{ made_anew(target, compiled_code) }} {%- endcall -%}
    {{ return({"relations": [target]}) }}
{% endmaterialization %}

{#- Staged rows of a dataset. A delivery is staged once: where there is a view touched.<dataset>, only the rows it shows
    are staged again, in place of what those deliveries had before (pipelines/warehouse/touched.py says which they are). -#}
{% materialization staged, adapter = "duckdb" %}
    {%- set dataset = model.name.replace("stg_", "", 1) -%}
    {%- set touched = adapter.get_relation(this.database, "touched", dataset) -%}
    {%- set target = this.incorporate(type="table") -%}
    {%- if touched is none -%} {%- call statement("main") -%} {{ made_anew(target, compiled_code) }} {%- endcall -%}
    {%- else -%}
        {%- set raw = api.Relation.create(database=this.database, schema="raw", identifier=dataset) -%}
        {%- call statement("main") -%}
            delete from {{ target }}
            where delivery_id in (select delivery_id from touched.delivery where dataset = '{{ dataset }}')
            ;
            insert into {{ target }} select * from (
            {{ compiled_code | replace(raw | string, touched | string) }}
            );
        {%- endcall -%}
    {%- endif -%}
    {%- do adapter.commit() -%}
    {{ return({"relations": [target]}) }}
{% endmaterialization %}

{% macro made_anew(target, query) %}
    {{ return("create or replace table " ~ target ~ " as (\n" ~ query ~ "\n)") }}
{% endmacro %}
