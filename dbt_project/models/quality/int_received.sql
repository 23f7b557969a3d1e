-- What arrived: for every dataset and unit, the periods of the dataset's own frequency that something speaks for. It
-- is an accepted row dated in the period (for what a jurisdiction's root owes, a row it sent), or a delivery whose
-- title names the period, be it a zero report. A dataset that is due once has one period, 1900-01-01.
{{ config(meta={"day": "period_start"}) }}
with
    senders as (select distinct sender_code, unit_id from {{ ref("dq_delivery") }} where unit_id is not null),
    spoken as (
        select dataset, frequency, unit_id, day, received_at
        from {{ ref("int_received_day") }}
        union all
        select days.dataset, days.frequency, senders.unit_id, days.day, days.received_at
        from {{ ref("int_received_day") }} as days
        inner join senders on days.sender_code = senders.sender_code
        where days.is_sent_by_root
    ),
    periods as (
        select
            dataset,
            unit_id,
            case
                frequency
                {% for frequency in ["month", "quarter", "half_year", "year"] -%}
                    when '{{ frequency }}' then {{ period_start_of("day", frequency) }}
                {% endfor -%}
                else cast('1900-01-01' as date)
            end as period_start,
            day,
            received_at
        from spoken
        union all
        select deliveries.dataset, deliveries.unit_id, parts.period_start, parts.period_end, deliveries.received_at
        from {{ ref("dq_delivery") }} as deliveries
        inner join {{ source("reference", "dataset") }} as datasets on deliveries.dataset = datasets.dataset
        inner join {{ ref("dim_period") }} as titles on deliveries.period_label = titles.label
        inner join
            {{ ref("dim_period") }} as parts
            on datasets.frequency = parts.period_type
            and parts.period_start >= titles.period_start
            and parts.period_end <= titles.period_end
            -- A report for the whole year, sent in February, says nothing of March.
            and parts.period_start <= deliveries.received_at
        where
            deliveries.unit_id is not null
            and (deliveries.rows_accepted > 0 or (deliveries.status = 'accepted' and datasets.zero_report))
    )
select dataset, unit_id, period_start, min(day) as first_day, min(received_at) as received_at
from periods
group by dataset, unit_id, period_start
