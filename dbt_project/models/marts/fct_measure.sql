-- One row per measure, unit, period and boundary basis that some indicator asks for.
-- NULL where nothing was delivered (missing is not zero) and where nobody below is asked for a composition; 0 where a
-- delivery came and counted nothing.
{{ config(meta={"by": "cell", "day": "period"}) }}
with
    amounts as (
        select *
        from {{ ref("int_flow_period") }}
        union all
        select *
        from {{ ref("int_stock_period") }}
        union all
        select *
        from {{ ref("int_distinct_period") }}
        union all
        select *
        from {{ ref("int_qualified_period") }}
    ),
    measures as (
        -- what units report of their own accord has no coverage, but is owed
        select measure_id, composition_id, dataset, coalesce(dataset || '|' || reported_by, dataset) as awaited_dataset
        from {{ source("reference", "measure") }}
    ),
    asked as (
        select distinct due.composition_id, rollup.cell_id
        from {{ ref("int_composition_unit") }} as due
        inner join {{ ref("int_rollup") }} as rollup on due.unit_id = rollup.unit_id
    )
select
    measures.measure_id,
    cells.unit_id,
    periods.period_type,
    periods.period_start,
    cells.boundary,
    cast(
        case
            when amounts.amount is not null
            then amounts.amount
            when reporting.slots_reported > 0 or measures.dataset is null
            then 0
        end as decimal(28, 10)
    ) as value,
    cast(reporting.slots_reported as double) / nullif(cast(reporting.slots_due as double), 0) as coverage,
    cast(reporting.slots_due as decimal(38, 12)) as slots_due,
    cast(reporting.slots_reported as decimal(38, 12)) as slots_reported,
    -- a reported zero leaves no row behind: it is as far from delivered as its jurisdiction
    coalesce(amounts.basis_rank, units.basis_rank) as basis_rank,
    cells.cell_id
from {{ ref("int_need") }} as needs
inner join measures on needs.measure_id = measures.measure_id
inner join {{ ref("int_unit") }} as units on needs.unit_type = units.unit_type
inner join {{ ref("int_cell") }} as cells on units.unit_id = cells.unit_id
inner join
    {{ ref("int_period") }} as periods
    on units.jurisdiction_id = periods.jurisdiction_id
    and needs.period_type = periods.period_type
left join
    amounts
    on cells.cell_id = amounts.cell_id
    and measures.measure_id = amounts.measure_id
    and periods.period_type = amounts.period_type
    and periods.period_start = amounts.period_start
left join asked on measures.composition_id = asked.composition_id and cells.cell_id = asked.cell_id
left join
    {{ ref("int_reporting_period") }} as reporting
    on cells.cell_id = reporting.cell_id
    and case when measures.composition_id is null or asked.cell_id is not null then measures.awaited_dataset end
    = reporting.dataset
    and periods.period_type = reporting.period_type
    and periods.period_start = reporting.period_start
where cells.boundary <> 'as_was' or (units.valid_from <= periods.judged_on and units.valid_to > periods.period_start)
