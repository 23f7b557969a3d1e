{#- How a table is made: anew, or only as far as what it reads has changed. pipelines/warehouse/touched.py says which
    deliveries changed; from there every model says to those that read it whether it changed, in which units, and from
    which day on: touched.model has a row for a model that changed, touched.unit its units where it is known in which. -#}
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
        {%- set how = made_in_part if change == "part" else made_and_compared -%}
        {%- call statement("main") -%} {{ how(target, compiled_code) }}
        {%- endcall -%}
        {%- do adapter.commit() -%}
    {%- endif -%}
    {{ return({"relations": [target]}) }}
{% endmaterialization %}

{% macro made_anew(target, query) %}
    {{ return("create or replace table " ~ target ~ " as (\n" ~ query ~ "\n)") }}
{% endmacro %}
