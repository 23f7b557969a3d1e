-- What reporting costs: fields of a table times the rows it usually has times how often it is due. Columns that are
-- said once above the table are not asked for in each row. Rows are what came so far; a table that never came has none
-- yet.
{{ config(schema="marts") }}
with
    asked as (
        select dataset, count(*) filter (where not preamble) as columns_asked
        from {{ source("reference", "dataset_column") }}
        group by dataset
    ),
    senders as (select distinct sender_code, unit_id from {{ ref("dq_delivery") }} where unit_id is not null),
    arrived as (
        select
            days.dataset,
            case when days.is_sent_by_root then senders.unit_id else days.unit_id end as unit_id,
            cast(sum(days.rows_arrived) as bigint) as rows_arrived
        from {{ ref("int_received_day") }} as days
        left join senders on days.sender_code = senders.sender_code
        group by days.dataset, case when days.is_sent_by_root then senders.unit_id else days.unit_id end
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
