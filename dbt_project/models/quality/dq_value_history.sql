-- Every value that ever had another one: where a row came in several deliveries, was rejected or does not count. A row
-- that came once and counts has no history beyond itself.
{{ config(meta={"by": "unit"}, schema="core") }}
{% for dataset in var("datasets") -%}
    {%- set columns = contract(dataset).columns | rejectattr("type", "equalto", "unit") | list %}
    select
        '{{ dataset }}' as dataset,
        versions.unit_id,
        versions.row_key,
        columns.column_name,
        case
            columns.column_name
            {% for column in columns -%}
                when '{{ column.name }}' then cast(versions.{{ column.name }} as string)
            {% endfor -%}
            else null
        end as value,
        versions.row_state as state,
        versions.received_at,
        versions.delivery_id,
        versions.sheet,
        versions.row_number
    from ({{ row_versions(dataset) }}) as versions
    cross join
        (
            {% for column in columns -%}
                select '{{ column.name }}' as column_name
                {% if not loop.last %}
                    union all
                {% endif %}
            {%- else -%}select '' as column_name
            {% endfor -%}
        ) as columns
    {% if not loop.last %}
        union all
    {% endif %}
{%- endfor %}
