{#- What the cross-row checks share. -#}
{#- What a check says of itself: config.meta of its model, nowhere else. Empty while dbt only parses. -#}
{% macro check_meta(check) %}
    {%- if not execute -%} {{ return({}) }} {%- endif -%}
    {{ return(graph.nodes["model.linli.qc_" ~ check].config.meta) }}
{% endmacro %}

{#- The columns that a total can be the sum of: dataset, column and the unit its numbers are in. -#}
{% macro totalled_columns() %}
    {%- set parts = [] -%}
    {%- for dataset in var("datasets") -%}
        {%- for column in contract(dataset).columns if column.type in ["integer", "decimal", "money"] -%}
            {%- set unit = "元" if column.type == "money" else column.unit -%}
            {%- do parts.append({"dataset": dataset, "column": column, "unit": unit}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(parts) }}
{% endmacro %}

{#- A decimal number as people write it: 13405980, 12.5. -#}
{% macro shortest(number) -%}
    regexp_replace(cast(cast({{ number }} as decimal(20, 2)) as string), '[.]00$|0$', '')
{%- endmacro %}
