-- One row per printed figure: what the document printed, what the warehouse computes for that unit on that day, and
-- whether they agree. Rows fitted to the print never count as agreement. Stocks are read at the end of the figure's
-- month, flows over its year.
with
    computed as (
        select
            figures.*,
            units.unit_id,
            cast(amounts.value as double) as computed,
            {{ basis_name("amounts.basis_rank") }} as basis
        from {{ source("reference", "printed_figure") }} as figures
        inner join {{ source("reference", "measure") }} as measures on figures.measure_id = measures.measure_id
        inner join {{ ref("dim_unit") }} as units on figures.unit_code = units.code and units.valid_to is null
        left join
            {{ ref("fct_measure") }} as amounts
            on figures.measure_id = amounts.measure_id
            and units.unit_id = amounts.unit_id
            and amounts.boundary = 'as_was'
            and amounts.period_type = case measures.kind when 'stock' then 'month' else 'year' end
            and amounts.period_start
            = cast(date_trunc(case measures.kind when 'stock' then 'month' else 'year' end, figures.as_of) as date)
    )
select
    fact_id,
    figure_zh as figure,
    figure_en,
    unit_id,
    as_of,
    printed,
    computed,
    computed - printed as deviation,
    tolerance,
    case
        when computed is null
        then 'not_computed'
        when abs(computed - printed) > tolerance
        then 'deviates'
        when basis = 'delivered'
        then 'agrees'
        else basis
    end as verdict,
    basis,
    explanation_zh as explanation,
    explanation_en,
    signed_by_zh as signed_by,
    signed_by_en,
    signed_on
from computed
