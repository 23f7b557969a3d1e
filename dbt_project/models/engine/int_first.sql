-- The first value of what each clause is held against, by unit: where a path starts that no document gives a baseline.
select
    asked.clause_id,
    asked.unit_id,
    min_by(figures.value, figures.period_start) as first_value,
    min(figures.period_end) as first_on
from {{ ref("int_asked") }} as asked
inner join {{ source("reference", "clause") }} as clauses on asked.clause_id = clauses.clause_id
inner join
    {{ ref("fct_indicator") }} as figures
    on clauses.indicator_id = figures.indicator_id
    and clauses.period_type = figures.period_type
    and asked.unit_id = figures.unit_id
    and asked.period_start = figures.period_start
    and figures.boundary = 'as_was'
where figures.value is not null and not figures.is_partial
group by asked.clause_id, asked.unit_id
