-- One row per bad cell, masked, with what was expected and what to do; the whole row stays with its sender. What was
-- withdrawn need not be mended.
{{ config(meta={"by": "delivery"}, schema="marts") }}
with
    wording as ({{ column_wording() }}),
    bad_cells as (
        {% for dataset in var("datasets") -%}
            select
                wording.*,
                staged.delivery_id,
                staged.sheet,
                staged.row_number,
                split_part(
                    split_part(staged.reject_reasons, '|' || wording.column_name || ':', 2), '|', 1
                ) as reason_code,
                {% if dataset == "units" -%} cast(null as string)
                {%- else -%} staged.unit_candidates
                {%- endif %} as unit_candidates,
                case
                    wording.column_name
                    {% for column in contract(dataset).columns -%}
                        when '{{ column.name }}' then cells.{{ column.name }}
                    {% endfor -%}
                    else null
                end as value
            from {{ ref("stg_" ~ dataset) }} as staged
            inner join
                {{ source("raw", dataset) }} as cells
                on staged.delivery_id = cells.delivery_id
                and staged.sheet = cells.sheet
                and staged.row_number = cells.row_number
            inner join
                wording
                on wording.dataset = '{{ dataset }}'
                and staged.reject_reasons like '%|' || wording.column_name || ':%'
            where staged.reject_reasons <> '' and staged.reject_reasons not like '%|delivery:withdrawn%'
            {% if not loop.last %}
                union all
            {% endif %}
        {%- endfor %}
    )
select
    delivery_id,
    dataset,
    sheet,
    row_number,
    column_name,
    header,
    {{ masked("value") }} as value_masked,
    reason_code,
    {{ reason_zh() }} as reason_zh,
    {{ reason_en() }} as reason_en
from bad_cells
