-- Conflicts between clauses worked out on every unit that follows one of their documents: what each side comes to, with
-- the arithmetic. The clauses go together where the first side is at least the second.
with
    amounts as (
        select
            *,
            coalesce(number, 1)
            * case when clause_id is null then 1 else asked / factor end
            * case when measure_id is null then 1 else counted end as amount,
            {{ term_text("name_zh") }} as text_zh,
            {{ term_text("name_en") }} as text_en
        from {{ ref("int_conflict_term") }}
    )
select
    amounts.conflict_id,
    amounts.unit_id,
    amounts.period_type,
    amounts.period_start,
    amounts.period_end,
    sum(case when amounts.side = 1 then amounts.amount end) as first_value,
    sum(case when amounts.side = 2 then amounts.amount end) as second_value,
    min(conflicts.unit) as unit,
    sum(case when amounts.side = 1 then amounts.amount else - amounts.amount end) >= -1e-9 as goes_together,
    {{ side_text(1, "amounts.text_zh") }} as first_zh,
    {{ side_text(2, "amounts.text_zh") }} as second_zh,
    {{ side_text(1, "amounts.text_en") }} as first_en,
    {{ side_text(2, "amounts.text_en") }} as second_en,
    {{ basis_name("max(coalesce(amounts.basis_rank, 0))") }} as basis
from amounts
inner join {{ source("reference", "conflict") }} as conflicts on amounts.conflict_id = conflicts.conflict_id
group by amounts.conflict_id, amounts.unit_id, amounts.period_type, amounts.period_start, amounts.period_end
having count(*) = count(amounts.amount)
