-- Every correction of a cell and whether it still applies. It expires when the cell no longer holds the old value,
-- when a later delivery brings the row again, and with its delivery. What somebody wrote into a cell is masked as
-- everywhere; figures and days of up to ten characters are shown whole, they are what is corrected most.
{{ config(schema="marts") }}
with
    sent as (
        {% for dataset in var("datasets") -%}
            select
                corrections.*,
                case
                    corrections.column_name
                    {% for column in contract(dataset).columns -%}
                        when '{{ column.name }}' then cells.{{ column.name }}
                    {% endfor -%}
                    else null
                end as sent_value
            from {{ source("raw", "correction") }} as corrections
            inner join
                {{ source("raw", dataset) }} as cells
                on corrections.delivery_id = cells.delivery_id
                and corrections.sheet = cells.sheet
                and corrections.row_number = cells.row_number
            where corrections.dataset = '{{ dataset }}'
            {% if not loop.last %}
                union all
            {% endif %}
        {%- endfor %}
    ),
    gone as (
        select distinct delivery_id, sheet, row_number
        from {{ ref("dq_value_history") }}
        where state in ('superseded', 'withdrawn', 'returned')
    )
select
    sent.delivery_id,
    sent.dataset,
    sent.sheet,
    sent.row_number,
    sent.column_name,
    columns.header,
    {{ shown("sent.old_value") }} as old_masked,
    {{ shown("sent.new_value") }} as new_masked,
    sent.corrected_by,
    sent.corrected_at,
    sent.corrected_why,
    case
        when not sent.is_latest
        then 'replaced'
        when coalesce(sent.sent_value, '') <> coalesce(sent.old_value, '') or gone.delivery_id is not null
        then 'expired'
        else 'applied'
    end as status
from sent
left join
    {{ source("reference", "dataset_column") }} as columns
    on sent.dataset = columns.dataset
    and sent.column_name = columns.column_name
left join gone on sent.delivery_id = gone.delivery_id and sent.sheet = gone.sheet and sent.row_number = gone.row_number
