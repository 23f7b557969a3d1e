{#- One dataset staged from its contract: every row typed, its unit found, and either accepted (reject_reasons is empty)
    or rejected with '|column:reason' for each bad cell. Only the contract says what a row must be. -#}
{% macro stage(dataset) %}
    {%- set raw = source("raw", dataset) -%}
    {%- set deliveries = source("raw", "delivery") -%}
    {%- set lookup = none if dataset == "units" else ref("stg_unit_lookup") -%}
    {%- set columns = contract(dataset).columns -%}
    {%- set cells = columns | rejectattr("type", "equalto", "unit") | list -%}
    with
        {% if lookup %} {{ unit_resolution(raw, deliveries, lookup) }}, {% endif %}
        plain as (
            select
                cells.delivery_id,
                cells.sheet,
                cells.row_number,
                deliveries.received_at,
                deliveries.basis,
                deliveries.sender_code
                {%- if lookup -%}
                    ,
                    coalesce(
                        cells.unit, case when unitless.delivery_id is not null then deliveries.sender_code end
                    ) as raw_unit_id
                {%- endif %}
                {%- for column in cells -%}
                    , {{ plain_cell("cells." ~ column.name, column) }} as raw_{{ column.name }}
                {%- endfor %}
            from {{ raw }} as cells
            inner join
                {{ deliveries }} as deliveries
                on cells.delivery_id = deliveries.delivery_id
                and deliveries.status = 'ingested'
            {%- if lookup %}
                left join
                    sheets_without_units as unitless
                    on cells.delivery_id = unitless.delivery_id
                    and cells.sheet = unitless.sheet
            {%- endif %}
        ),
        typed as (
            select
                plain.*
                {%- if lookup %}, units_called.unit_id, units_called.candidates as unit_candidates {%- endif %}
                {%- for column in cells -%}
                    , {{ as_typed("raw_" ~ column.name, column) }} as {{ column.name }}
                {%- endfor %}
            from plain
            {%- if lookup %}
                left join
                    units_called
                    on plain.sender_code = units_called.sender_code
                    and plain.raw_unit_id = units_called.term
            {%- endif %}
        ),
        judged as (
            select
                delivery_id,
                sheet,
                row_number,
                received_at,
                basis,
                sender_code,
                {%- if lookup %} unit_candidates,{% endif %}
                {%- for column in columns %} {{ typed_name(column) }},{% endfor %}
                {% for column in columns -%}
                    {{ cell_reason(column) }}{{ " || " if not loop.last }}
                {% endfor -%} as cell_reasons
            from typed
        )
    select
        delivery_id,
        sheet,
        row_number,
        received_at,
        basis,
        sender_code,
        {%- for column in columns %} {{ typed_name(column) }},{% endfor %}
        {%- if lookup %} unit_candidates,{% endif %}
        {{ repeated_key_reason(columns | selectattr("key") | list) }} as reject_reasons
    from judged
{% endmacro %}

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
        {% if column.type == "unit" -%}
            when {{ name }} is null and unit_candidates is not null then '|{{ column.name }}:ambiguous_unit'
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

{#- The reasons of a row, and for the second of two otherwise good rows with the same key in a delivery, that. -#}
{% macro repeated_key_reason(keys) -%}
    {%- if not keys -%} cell_reasons
    {%- else -%}
        case
            when
                cell_reasons = ''
                and row_number() over (
                    partition by delivery_id, {% for key in keys %} {{ typed_name(key) }}, {% endfor %} cell_reasons
                    order by sheet, row_number
                )
                > 1
            then '|{{ (keys | last).name }}:duplicate_key'
            else cell_reasons
        end
    {%- endif -%}
{%- endmacro %}
