-- Every delivery of the ledger with what became of its rows. A refused file has no rows and says why; of a delivery
-- that does not count no row is accepted, and it says who decided so.
{{ config(schema="marts") }}
with
    judged as (
        {% for dataset in var("datasets") -%}
            select
                delivery_id,
                count(*) filter (where reject_reasons = '') as rows_accepted,
                count(*) filter (where reject_reasons <> '' and reject_reasons not like '|delivery:%') as rows_rejected
            from {{ ref("stg_" ~ dataset) }}
            group by delivery_id
            {% if not loop.last %}
                union all
            {% endif %}
        {%- endfor %}
    ),
    to_mend as (select delivery_id, count(*) as to_mend from {{ ref("int_to_mend") }} group by delivery_id),
    senders as (
        select code, min(unit_id) as unit_id from {{ ref("dim_unit") }} group by code having count(distinct unit_id) = 1
    )
select
    deliveries.delivery_id,
    deliveries.dataset,
    deliveries.file_name,
    deliveries.sha256,
    senders.unit_id,
    deliveries.sender_code,
    deliveries.received_at,
    deliveries.basis,
    deliveries.period_label,
    deliveries.rows_read,
    coalesce(judged.rows_accepted, 0) as rows_accepted,
    coalesce(judged.rows_rejected, 0) as rows_rejected,
    coalesce(to_mend.to_mend, 0) as to_mend,
    case
        when deliveries.status <> 'ingested'
        then deliveries.status
        when coalesce(judged.rows_rejected, 0) = 0
        then 'accepted'
        when judged.rows_accepted = 0
        then 'rejected'
        else 'partly_accepted'
    end as status,
    deliveries.reason_code,
    deliveries.reason_zh,
    deliveries.reason_en,
    deliveries.contract_version,
    deliveries.decided_at,
    deliveries.decided_by,
    deliveries.decided_why
from {{ source("raw", "delivery") }} as deliveries
left join judged on deliveries.delivery_id = judged.delivery_id
left join to_mend on deliveries.delivery_id = to_mend.delivery_id
left join senders on deliveries.sender_code = senders.code
