-- Every report that was due, and whether it came. A period counts when it has ended by the as-of date and the unit
-- stood on its last day.
{{ config(meta={"by": "unit", "day": "period"}, schema="marts") }}
with
    slots as (
        select
            owed.dataset,
            owed.unit_id,
            owed.jurisdiction_id,
            owed.due_day,
            owed.as_of,
            periods.period_type,
            periods.period_start,
            periods.period_end,
            periods.period_start as received_period
        from {{ ref("int_obligation") }} as owed
        inner join
            {{ ref("dim_period") }} as periods
            on owed.frequency = periods.period_type
            and periods.period_end between owed.starts_on and owed.as_of
            and periods.period_end >= owed.valid_from
            and periods.period_end < owed.valid_to
        where owed.is_scheduled
        union all
        select
            dataset, unit_id, jurisdiction_id, due_day, as_of, 'once', starts_on, starts_on, cast('1900-01-01' as date)
        from {{ ref("int_obligation") }}
        where is_scheduled and frequency = 'once' and starts_on >= valid_from and starts_on < valid_to
    ),
    dated as (
        select
            slots.*,
            {{ add_days("slots.period_end", "slots.due_day") }} as due_on,
            cast(received.received_at as date) as received_on
        from slots
        left join
            {{ ref("int_received") }} as received
            on slots.dataset = received.dataset
            and slots.unit_id = received.unit_id
            and slots.received_period = received.period_start
    )
select
    dataset,
    unit_id,
    jurisdiction_id,
    period_type,
    period_start,
    period_end,
    due_on,
    received_on,
    case
        when received_on <= due_on
        then 'received'
        when received_on > due_on
        then 'late'
        when due_on >= as_of
        then 'not_yet_due'
        else 'missing'
    end as status
from dated
