{#- The dataset contract as models read it: from the source's own YAML, nowhere else. -#}
{#- mode, frequency, ... and columns, each with its name and its meta; columns that are dropped at intake are absent.
    Empty while dbt only parses. -#}
{% macro contract(dataset) %}
    {%- if not execute -%} {{ return({"columns": []}) }} {%- endif -%}
    {%- set declared = graph.sources["source.linli.raw." ~ dataset] -%}
    {%- set columns = [] -%}
    {%- for column in declared.columns.values() if column.config.meta.get("personal") != "dropped" -%}
        {%- do columns.append(dict(column.config.meta, name=column.name)) -%}
    {%- endfor -%}
    {{ return(dict(declared.config.meta, columns=columns)) }}
{% endmacro %}

{#- How a column was before each version that changed it, the earliest first: before (the version) and column. One that was
    not there yet is one that nobody had to fill in. -#}
{% macro column_versions(column) %}
    {%- set found = [] -%}
    {%- set was = namespace(column=column) -%}
    {%- for version in (column.before or {}) | map("int") | sort(reverse=true) -%}
        {%- set before = column.before[version | string] -%}
        {%- set was.column = dict(was.column, required=false) if before.absent else dict(was.column, **before) -%}
        {%- do found.insert(0, {"before": version, "column": was.column}) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

{#- An expression over a column, in each version of the contract what the column was in it. -#}
{% macro by_version(column, expression) %}
    {%- set versions = column_versions(column) -%}
    {%- if not versions -%} {{ return(expression(column)) }} {%- endif -%}
    case
        {% for version in versions -%}
            when contract_version < {{ version.before }} then {{ expression(version.column) }}
        {% endfor -%}
        else {{ expression(column) }}
    end
{%- endmacro %}

{#- What a column of the contract is called once it is typed: a unit becomes its identifier. -#}
{% macro typed_name(column) %} {{ return("unit_id" if column.type == "unit" else column.name) }} {% endmacro %}

{#- The typed columns of a dataset, in the contract's order. -#}
{% macro typed_columns(dataset) %}
    {%- set names = [] -%}
    {%- for column in contract(dataset).columns -%} {%- do names.append(typed_name(column)) -%} {%- endfor -%}
    {{ return(names) }}
{% endmacro %}

{#- The columns that tell one row of a dataset from another. -#}
{% macro key_columns(dataset) %}
    {%- set names = [] -%}
    {%- for column in contract(dataset).columns if column.key -%}
        {%- do names.append(typed_name(column)) -%}
    {%- endfor -%}
    {{ return(names) }}
{% endmacro %}

{#- The day a row speaks of: its first required date, or the last day of its first required year. -#}
{% macro row_day(dataset) %}
    {%- for column in contract(dataset).columns if column.required and column.type in ["date", "year"] -%}
        {%- if column.type == "date" -%} {{ return(column.name) }} {%- endif -%}
        {{ return("cast(cast(" ~ column.name ~ " as string) || '-12-31' as date)") }}
    {%- endfor -%}
    {{ return("cast(null as date)") }}
{% endmacro %}

{#- Where a row came from: every staged row and every fact carries these. -#}
{% macro lineage(alias=none) -%}
    {%- set prefix = alias ~ "." if alias else "" -%}
    {{ prefix }}delivery_id,
    {{ prefix }}sheet,
    {{ prefix }}row_number,
    {{ prefix }}received_at,
    {{ prefix }}basis
{%- endmacro %}
