{#- One dataset staged from its contract: every row read with its corrections, typed, its unit found, and either accepted
    (reject_reasons is empty) or rejected with '|column:reason' for each bad cell. Only the contract says what a row must
    be, in the version its delivery was read under. The rows of a delivery that does not count (withdrawn, returned, held,
    submitted) carry '|delivery:<status>' behind the reasons. -#}
{% macro stage(dataset) %}
    {%- set deliveries = source("raw", "delivery") -%}
    {%- set lookup = none if dataset == "units" else ref("stg_unit_lookup") -%}
    {%- set columns = contract(dataset).columns -%}
    {%- set cells = columns | rejectattr("type", "equalto", "unit") | list -%}
    with
        {{ mended_cells(dataset, columns) }},
        {% if lookup %} {{ unit_resolution(dataset, columns, deliveries, lookup) }}, {% endif %}
        plain as (
            select
                cells.delivery_id,
                cells.sheet,
                cells.row_number,
                deliveries.sender_code,
                deliveries.contract_version
                {%- if lookup -%}
                    ,
                    coalesce(
                        cells.unit, case when unitless.delivery_id is not null then deliveries.sender_code end
                    ) as raw_unit_id
                {%- endif %}
                {%- for column in cells -%}
                    , {{ plain_cell("cells." ~ column.name, column) }} as raw_{{ column.name }}
                {%- endfor %}
            from mended_cells as cells
            inner join {{ deliveries }} as deliveries on cells.delivery_id = deliveries.delivery_id
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
                {%- if lookup -%}
                    ,
                    units_called.unit_id,
                    units_called.candidates as unit_candidates,
                    units_called.is_elsewhere as unit_is_elsewhere
                {%- endif %}
                {%- for column in cells -%}, {{ by_version(column, typed_cell) }} as {{ column.name }} {%- endfor %}
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
                {%- if lookup %} unit_candidates,{% endif %}
                {%- for column in columns %} {{ typed_name(column) }},{% endfor %}
                concat(
                    {% for column in columns -%}
                        {{ by_version(column, cell_reason) }}{{ "," if not loop.last }}
                    {% endfor -%}
                ) as cell_reasons
            from typed
        )
        {%- set keys = columns | selectattr("key") | list %}
        {%- if keys %}, {{ repeated_keys(keys) }} {%- endif %}
    select
        judged.delivery_id,
        judged.sheet,
        judged.row_number,
        deliveries.received_at,
        deliveries.basis,
        deliveries.sender_code,
        {%- for column in columns %} {{ typed_name(column) }},{% endfor %}
        {%- if lookup %} unit_candidates,{% endif %}
        {% if keys -%} case when is_repeated then '|{{ (keys | last).name }}:duplicate_key' else cell_reasons end
        {%- else -%} cell_reasons
        {%- endif %} || case
            when deliveries.status <> 'ingested' then '|delivery:' || deliveries.status else ''
        end as reject_reasons
    from {{ "compared as judged" if keys else "judged" }}
    inner join {{ deliveries }} as deliveries on judged.delivery_id = deliveries.delivery_id
{% endmacro %}

{#- A CTE with the cells of a dataset as they are to be read: as sent, or as corrected while the old value stands in the
    cell. Personal columns and the key are never corrected. What has no column for its unit is about its sender. -#}
{% macro mended_cells(dataset, columns) %}
    {%- set correctable = (
        columns | rejectattr("personal", "defined") | rejectattr("key") | map(attribute="name") | list
    ) -%}
    corrections as (
        select
            delivery_id,
            sheet,
            row_number
            {%- for name in correctable %}
                ,
                max(case when column_name = '{{ name }}' then coalesce(old_value, '') end) as old_{{ name }},
                max(case when column_name = '{{ name }}' then new_value end) as new_{{ name }}
            {%- endfor %}
        from {{ source("raw", "correction") }}
        where dataset = '{{ dataset }}' and is_latest
        group by delivery_id, sheet, row_number
    ),
    mended_cells as (
        select
            sent.delivery_id,
            sent.sheet,
            sent.row_number
            {%- if columns | selectattr("type", "equalto", "unit") | list | length == 0 %}
                , cast(null as string) as unit
            {%- endif %}
            {%- for column in columns %}
                ,
                {% if column.name in correctable -%}
                    case
                        when coalesce(sent.{{ column.name }}, '') = corrections.old_{{ column.name }}
                        then nullif(corrections.new_{{ column.name }}, '')
                        else sent.{{ column.name }}
                    end as {{ column.name }}
                {%- else -%} sent.{{ column.name }}
                {%- endif -%}
            {%- endfor %}
        from {{ source("raw", dataset) }} as sent
        left join
            corrections
            on sent.delivery_id = corrections.delivery_id
            and sent.sheet = corrections.sheet
            and sent.row_number = corrections.row_number
    )
{% endmacro %}

{% macro typed_cell(column) %} {{ return(as_typed("raw_" ~ column.name, column)) }} {% endmacro %}
