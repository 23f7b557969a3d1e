{#- What is counted and what each row of it adds stands in a file of its own, from which a published file is copied
    (pipelines/warehouse/working.py). -#}
{% macro generate_database_name(custom_database_name=none, node=none) -%}
    {%- set is_fact = node is not none and node.config.schema in ["core", "measures"] -%}
    {{ return("facts" if is_fact and target.type == "duckdb" else target.database) }}
{%- endmacro %}
