-- A limit of n working days ends on the n-th working day after the day of receipt. Where the working days of a year on
-- the way are not known, there is no last day and no verdict.
{{ config(meta={"by": "unit", "day": "received_on"}) }}
with
    counted as ({{ current_rows("cases") }}),
    dated as (
        select counted.*, due.day as due_on
        from counted
        left join {{ ref("dim_workday") }} as received on counted.received_on = received.day
        left join
            {{ ref("dim_workday") }} as due
            on due.is_working
            and due.working_days_so_far = received.working_days_so_far + counted.limit_days
    )
select
    unit_id,
    case_no,
    received_on,
    kind,
    subject,
    channel,
    first_received_by,
    handler,
    told_at_once,
    limit_days,
    referred_on,
    closed_on,
    settled,
    tier,
    consulted,
    disclosed_on,
    due_on,
    case
        when due_on is null
        then null
        when closed_on is null
        then 'open'
        when closed_on <= due_on
        then 'in_time'
        else 'late'
    end as limit_verdict,
    case when limit_days is not null and due_on is null then 'incomplete' end as limit_reason,
    {{ lineage() }}
from dated
