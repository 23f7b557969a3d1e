-- Periods shorter than a dataset's own: the last report due by the period's end is in force, or anything that has come
-- since. A dataset without a schedule for the unit is one report a period.
{{ config(meta={"by": "unit", "day": "period", "reach": "ever"}) }}
with
    slots as (
        select
            dataset,
            unit_id,
            period_type,
            period_start,
            period_end,
            received_on,
            status,
            coalesce(
                lead(period_end) over (partition by dataset, unit_id order by period_end), cast('9999-12-31' as date)
            ) as next_end
        from {{ ref("dq_completeness") }}
    ),
    shorter as (
        select
            owed.dataset,
            owed.unit_id,
            owed.is_scheduled,
            case when owed.is_scheduled then owed.dataset end as scheduled_dataset,
            periods.period_type,
            periods.period_start,
            periods.period_end,
            least(periods.period_end, owed.as_of) as judged_on
        from {{ ref("int_obligation") }} as owed
        inner join {{ ref("int_reporting_need") }} as needs on owed.dataset = needs.dataset
        inner join
            {{ ref("dim_period") }} as periods
            on needs.period_type = periods.period_type
            and periods.period_end >= owed.starts_on
            and periods.period_start <= owed.as_of
            and least(periods.period_end, owed.as_of) >= owed.valid_from
            and least(periods.period_end, owed.as_of) < owed.valid_to
            and (
                not owed.is_scheduled or {{ period_rank("periods.period_type") }} < {{ period_rank("owed.frequency") }}
            )
    ),
    in_force as (
        select
            shorter.dataset,
            shorter.unit_id,
            shorter.period_type,
            shorter.period_start,
            shorter.period_end,
            shorter.judged_on,
            -- What came counts from here on: after the report in force, or within the period where there is no
            -- schedule.
            case
                when slots.period_type <> 'once' then slots.period_start else cast('0001-01-01' as date)
            end as after_period,
            case when shorter.is_scheduled then cast('0001-01-01' as date) else shorter.period_start end as from_day,
            slots.period_type <> 'once' and slots.received_on is not null as is_slot_received,
            slots.status = 'not_yet_due' as is_not_yet_due
        from shorter
        left join
            slots
            on shorter.scheduled_dataset = slots.dataset
            and shorter.unit_id = slots.unit_id
            and slots.period_end <= shorter.judged_on
            and slots.next_end > shorter.judged_on
    )
select
    in_force.dataset,
    in_force.unit_id,
    in_force.period_type,
    in_force.period_start,
    in_force.period_end,
    1 as slots_due,
    max(case when in_force.is_slot_received or received.dataset is not null then 1 else 0 end) as slots_reported,
    max(case when in_force.is_not_yet_due then 1 else 0 end) as slots_not_yet_due
from in_force
left join
    {{ ref("int_received") }} as received
    on in_force.dataset = received.dataset
    and in_force.unit_id = received.unit_id
    and received.first_day <= in_force.judged_on
    and received.first_day >= in_force.from_day
    and received.period_start > in_force.after_period
group by in_force.dataset, in_force.unit_id, in_force.period_type, in_force.period_start, in_force.period_end
