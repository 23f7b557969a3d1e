-- Deliveries due and received for every dataset and period, in every cell. What units of some types report of their own
-- accord keeps nobody waiting: it stands apart, as dataset|types, and says only that something is owed.
{{ config(meta={"by": "cell", "day": "period"}) }}
with
    owing as (
        select dataset, dataset as awaited, unit_type, cast(null as string) as reported_by
        from {{ source("reference", "dataset_due_from") }}
        union all
        select distinct dataset, dataset || '|' || reported_by, cast(null as string), reported_by
        from {{ source("reference", "measure") }}
        where reported_by is not null
    ),
    owers as (
        select distinct owing.dataset, owing.awaited, owing.reported_by, units.unit_id, units.jurisdiction_id
        from owing
        inner join
            {{ ref("int_unit") }} as units
            on owing.unit_type = units.unit_type
            or (owing.unit_type = 'jurisdiction' and units.unit_id = units.jurisdiction_id)
            or ',' || owing.reported_by || ',' like '%,' || units.unit_type || ',%'
    )
select
    rollup.cell_id,
    owers.awaited as dataset,
    reporting.period_type,
    reporting.period_start,
    sum(reporting.slots_due * rollup.weight) as slots_due,
    sum(case when owers.reported_by is null then reporting.slots_reported * rollup.weight end) as slots_reported
from {{ ref("int_reporting") }} as reporting
inner join owers on reporting.dataset = owers.dataset and reporting.unit_id = owers.unit_id
inner join
    {{ ref("int_period") }} as periods
    on owers.jurisdiction_id = periods.jurisdiction_id
    and reporting.period_type = periods.period_type
    and reporting.period_start = periods.period_start
inner join {{ ref("int_rollup") }} as rollup on reporting.unit_id = rollup.unit_id and periods.judged_step = rollup.step
group by rollup.cell_id, owers.awaited, reporting.period_type, reporting.period_start
