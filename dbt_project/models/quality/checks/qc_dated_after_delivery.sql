{{ config(meta={"by": "delivery"}) }}
{% for dataset in var("datasets") %} {% do ref("stg_" ~ dataset) %} {% endfor -%}
-- A row that speaks of a day later than the one on which it arrived. Plans are no happenings: a budget is booked ahead.
{% for dataset in var("datasets") if row_day(dataset) in contract(dataset).columns | map(attribute="name") -%}
    {%- if not loop.first %}
        union all
    {% endif -%}
    select
        '{{ dataset }}' as dataset,
        {{ "cast(null as string)" if dataset == "units" else "unit_id" }} as unit_id,
        delivery_id,
        sheet,
        row_number,
        '所填日期 ' || {{ row_day(dataset) }} || '，报送于 ' || cast(received_at as date) as found_zh,
        'dated ' || {{ row_day(dataset) }} || ', sent on ' || cast(received_at as date) as found_en
    from {{ ref("stg_" ~ dataset) }}
    where reject_reasons = '' and {{ row_day(dataset) }} > cast(received_at as date)
{% endfor %}
