{#- Why a row is rejected: what is wrong with each of its cells, and a key that its delivery has already said. -#}
{#- '|column:reason' for a cell that is not what its column asks for, else ''. At most one reason a cell. -#}
{% macro cell_reason(column) -%}
    {%- set name = typed_name(column) -%}
    {%- set raw = "raw_" ~ name -%}
    {%- set wrong = {
        "code": "not_in_code_list",
        "person_id": "bad_person_id",
        "unit": "unknown_unit",
    } -%}
    case
        {% if column.required -%} when {{ raw }} is null then '|{{ column.name }}:missing_required' {%- endif %}
        {% if column.type in ["text", "unit"] -%}
            when {{ raw }} like '%+%' and {{ matches(raw, "^[0-9]([.][0-9]+)?[eE][+][0-9]+$") }}
            then '|{{ column.name }}:lost_digits'
        {%- endif %}
        {% if column.type == "unit" -%}
            when {{ name }} is null and unit_is_elsewhere
            then '|{{ column.name }}:not_below_sender'
            when {{ name }} is null and unit_candidates is not null
            then '|{{ column.name }}:ambiguous_unit'
        {%- endif %}
        when {{ raw }} is not null and {{ name }} is null
        then '|{{ column.name }}:{{ wrong.get(column.type, "bad_type") }}'
        {% if column.minimum is defined -%}
            when {{ name }} < {{ column.minimum }} then '|{{ column.name }}:out_of_range'
        {%- endif %}
        {% if column.maximum is defined -%}
            when {{ name }} > {{ column.maximum }} then '|{{ column.name }}:out_of_range'
        {%- endif %}
        else ''
    end
{%- endmacro %}

{#- CTEs that end in `compared`: the judged rows with is_repeated, which is true of all but the first of otherwise good
    rows with the same key in a delivery. DuckDB puts only rows in order whose hashed key is there twice; Spark, which would
    judge every row again for each mention of `judged`, puts all of them in order. -#}
{% macro repeated_keys(keys) %}
    {%- set names = ["delivery_id"] -%}
    {%- for key in keys -%} {%- do names.append(typed_name(key)) -%} {%- endfor -%}
    {{ return(adapter.dispatch("repeated_keys")(names)) }}
{% endmacro %}

{% macro default__repeated_keys(names) -%}
    alike as (
        select {{ hashed(names) }} as key_hash
        from judged
        where cell_reasons = ''
        group by {{ hashed(names) }}
        having count(*) > 1
    ),
    repeated as (
        select delivery_id, sheet, row_number
        from
            (
                select
                    delivery_id,
                    sheet,
                    row_number,
                    row_number() over (partition by {{ names | join(", ") }} order by sheet, row_number) as occurrence
                from judged
                inner join alike on {{ hashed(names) }} = alike.key_hash
                where cell_reasons = ''
            ) as counted
        where occurrence > 1
    ),
    compared as (
        select judged.*, repeated.delivery_id is not null as is_repeated
        from judged
        left join
            repeated
            on judged.delivery_id = repeated.delivery_id
            and judged.sheet = repeated.sheet
            and judged.row_number = repeated.row_number
    )
{%- endmacro %}

{% macro spark__repeated_keys(names) -%}
    compared as (
        select
            judged.*,
            cell_reasons = ''
            and row_number() over (partition by {{ names | join(", ") }}, cell_reasons = '' order by sheet, row_number)
            > 1 as is_repeated
        from judged
    )
{%- endmacro %}
