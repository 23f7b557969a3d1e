-- One row per measure, unit type and period type that an indicator, a norm, a conflict or a printed figure asks for:
-- nothing else is computed.
with
    sides as (
        select indicator_id, numerator as measure_id
        from {{ source("reference", "indicator") }}
        union all
        select indicator_id, denominator
        from {{ source("reference", "indicator") }}
        where denominator is not null
    )
select sides.measure_id, scopes.unit_type, scopes.period_type
from sides
inner join {{ source("reference", "measure") }} as measures on sides.measure_id = measures.measure_id
inner join {{ source("reference", "indicator_scope") }} as scopes on sides.indicator_id = scopes.indicator_id
where measures.kind <> 'units'
union
select figures.measure_id, units.unit_type, case measures.kind when 'stock' then 'month' else 'year' end
from {{ source("reference", "printed_figure") }} as figures
inner join {{ ref("dim_unit") }} as units on figures.unit_code = units.code
inner join {{ source("reference", "measure") }} as measures on figures.measure_id = measures.measure_id
union
select clauses.norm_measure, scopes.unit_type, clauses.period_type
from {{ source("reference", "clause") }} as clauses
inner join
    {{ source("reference", "indicator_scope") }} as scopes
    on clauses.indicator_id = scopes.indicator_id
    and clauses.period_type = scopes.period_type
where clauses.norm_measure is not null and {{ at_level("scopes.unit_type", "clauses.binding_level") }}
union
select terms.measure_id, types.unit_type, conflicts.period_type
from {{ source("reference", "conflict_term") }} as terms
inner join {{ source("reference", "conflict") }} as conflicts on terms.conflict_id = conflicts.conflict_id
inner join
    (select distinct unit_type from {{ ref("int_unit") }}) as types
    on instr(',' || conflicts.unit_types || ',', ',' || types.unit_type || ',') > 0
where terms.measure_id is not null
