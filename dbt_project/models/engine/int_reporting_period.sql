-- Deliveries due and received for every dataset and period, in every cell.
select
    rollup.cell_id,
    reporting.dataset,
    reporting.period_type,
    reporting.period_start,
    sum(reporting.slots_due * rollup.weight) as slots_due,
    sum(reporting.slots_reported * rollup.weight) as slots_reported
from {{ ref("int_reporting") }} as reporting
inner join {{ ref("int_unit") }} as units on reporting.unit_id = units.unit_id
inner join
    {{ ref("int_period") }} as periods
    on units.jurisdiction_id = periods.jurisdiction_id
    and reporting.period_type = periods.period_type
    and reporting.period_start = periods.period_start
inner join {{ ref("int_rollup") }} as rollup on reporting.unit_id = rollup.unit_id and periods.judged_step = rollup.step
where
    -- what a unit reports of its own accord keeps nobody waiting
    exists (
        select 1
        from {{ source("reference", "dataset_due_from") }} as due
        where
            reporting.dataset = due.dataset
            and (
                due.unit_type = units.unit_type
                or (due.unit_type = 'jurisdiction' and units.unit_id = units.jurisdiction_id)
            )
    )
group by rollup.cell_id, reporting.dataset, reporting.period_type, reporting.period_start
