{{ config(meta={"by": "delivery"}) }}
{% for dataset in var("datasets") %} {% do ref("stg_" ~ dataset) %} {% endfor -%}
-- A total speaks for the rows between the total before it and itself. Where a cell among them cannot be read, that is
-- said there and nothing can be compared; subtotals are part of what stands above a total.
with
    totals as (
        select
            printed.*,
            coalesce(
                lag(row_number) over (partition by delivery_id, sheet, column_name order by row_number), 0
            ) as previous_row
        from {{ source("raw", "printed_total") }} as printed
        where label is null or (label not like '%小计%' and label not like '%累计%')
    ),
    compared as (
        {% for part in totalled_columns() -%}
            select
                totals.delivery_id,
                totals.dataset,
                totals.sheet,
                totals.row_number,
                '{{ part.column.header }}' as header,
                max({{ as_number(plain_cell("totals.value", part.column), part.unit) }}) as printed,
                cast(sum(staged.{{ part.column.name }}) as decimal(20, 6)) as summed,
                count(*) filter (where staged.reject_reasons like '%|{{ part.column.name }}:%') as unread
            from totals
            inner join
                {{ ref("stg_" ~ part.dataset) }} as staged
                on totals.delivery_id = staged.delivery_id
                and totals.sheet = staged.sheet
                and staged.row_number > totals.previous_row
                and staged.row_number < totals.row_number
            where totals.dataset = '{{ part.dataset }}' and totals.column_name = '{{ part.column.name }}'
            group by totals.delivery_id, totals.dataset, totals.sheet, totals.row_number
            {% if not loop.last %}
                union all
            {% endif %}
        {%- endfor %}
    )
select
    compared.dataset,
    deliveries.unit_id,
    compared.delivery_id,
    compared.sheet,
    compared.row_number,
    compared.header
    || '：印 '
    || {{ shortest("compared.printed") }}
    || '，相加 '
    || {{ shortest("compared.summed") }} as found_zh,
    compared.header
    || ': printed '
    || {{ shortest("compared.printed") }}
    || ', summed '
    || {{ shortest("compared.summed") }} as found_en
from compared
inner join {{ ref("dq_delivery") }} as deliveries on compared.delivery_id = deliveries.delivery_id
where
    compared.unread = 0
    and abs(compared.printed - compared.summed) > 0.005
    and deliveries.status not in ('withdrawn', 'returned')
