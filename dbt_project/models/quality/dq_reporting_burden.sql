-- depends_on: {{ ref("dq_delivery") }}
-- What reporting costs: fields of a table times the rows it usually has times how often it is due. Columns that are
-- said
-- once above the table are not asked for in each row. Rows are what came so far; a table that never came has none yet.
{{ config(schema="marts") }}
with
    asked as (
        select dataset, count(*) filter (where not preamble) as columns_asked
        from {{ source("reference", "dataset_column") }}
        group by dataset
    ),
    arrived as (
        {% for dataset in var("datasets") -%}
            select
                '{{ dataset }}' as dataset,
                {% if "jurisdiction" in (contract(dataset).due_from or []) -%} senders.unit_id
                {%- else -%} staged.unit_id
                {%- endif %} as unit_id,
                count(*) as rows_arrived
            from {{ ref("stg_" ~ dataset) }} as staged
            {% if "jurisdiction" in (contract(dataset).due_from or []) -%}
                inner join {{ ref("dq_delivery") }} as senders on staged.delivery_id = senders.delivery_id
            {%- endif %}
            where reject_reasons = ''
            group by 2
            {% if not loop.last %}
                union all
            {% endif %}
        {%- endfor %}
    ),
    reports as (
        select
            dataset,
            unit_id,
            jurisdiction_id,
            period_type,
            count(*) as reports_due,
            count(*) filter (where received_on is not null) as reports_received
        from {{ ref("dq_completeness") }}
        group by dataset, unit_id, jurisdiction_id, period_type
    ),
    weighed as (
        select
            reports.*,
            datasets.mode,
            asked.columns_asked,
            coalesce(arrived.rows_arrived, 0) as rows_arrived,
            case
                when reports.reports_received > 0
                then cast(coalesce(arrived.rows_arrived, 0) as double) / reports.reports_received
            end as rows_a_report,
            case
                reports.period_type
                when 'month'
                then 1.0
                when 'quarter'
                then 1e0 / 3
                when 'half_year'
                then 1e0 / 6
                when 'year'
                then 1e0 / 12
                else 0.0
            end as reports_a_month
        from reports
        inner join {{ source("reference", "dataset") }} as datasets on reports.dataset = datasets.dataset
        inner join asked on reports.dataset = asked.dataset
        left join arrived on reports.dataset = arrived.dataset and reports.unit_id = arrived.unit_id
    )
select
    dataset,
    unit_id,
    jurisdiction_id,
    period_type,
    columns_asked,
    reports_due,
    reports_received,
    rows_arrived,
    rows_a_report,
    cast(reports_a_month as double) as reports_a_month,
    columns_asked * rows_a_report * cast(reports_a_month as double) as fields_a_month,
    case
        when mode = 'snapshot' then columns_asked * rows_a_report * cast(reports_a_month as double) else 0.0
    end as prefilled_a_month
from weighed
