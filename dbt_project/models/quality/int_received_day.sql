-- The days that accepted rows speak of, by dataset, unit and sender.
{{ config(meta={"by": "unit", "day": "coalesce(day, cast('9999-12-31' as date))"}) }}
{% for dataset in var("datasets") -%}
    {%- set declared = contract(dataset) -%}
    select
        '{{ dataset }}' as dataset,
        '{{ declared.frequency }}' as frequency,
        {{ "jurisdiction" in (declared.due_from or []) }} as is_sent_by_root,
        unit_id,
        sender_code,
        {{ row_day(dataset) }} as day,
        min(received_at) as received_at,
        count(*) as rows_arrived
    from {{ ref("stg_" ~ dataset) }}
    where reject_reasons = ''
    group by unit_id, sender_code, {{ row_day(dataset) }}
    {% if not loop.last %}
        union all
    {% endif %}
{%- endfor %}
