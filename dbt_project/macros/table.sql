{#- A table in one statement. dbt's own way makes it beside the old one, renames both and drops one, so that readers of the
    file never miss it; nobody reads the working warehouse while it is built. -#}
{% materialization table, adapter = "duckdb" %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target = this.incorporate(type="table") -%}
    {%- if existing is not none and not existing.is_table -%} {%- do adapter.drop_relation(existing) -%} {%- endif -%}
    {%- call statement("main", auto_begin=False) -%}
        create or replace table {{ target }} as (
        {{ compiled_code }}
        )
    {%- endcall -%}
    {{ return({"relations": [target]}) }}
{% endmaterialization %}
