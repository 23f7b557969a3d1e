-- One row per pair of clauses that conflict by their own declaration, and what each of them asks; conflict_id where the
-- conflict is worked out in figures (fct_clause_conflict).
with
    pairs as (
        select distinct
            least(clauses.clause_id, others.clause_id) as clause_id,
            greatest(clauses.clause_id, others.clause_id) as other_clause_id
        from {{ source("reference", "clause") }} as clauses
        inner join
            {{ source("reference", "clause") }} as others
            on instr(',' || clauses.conflicts_with || ',', ',' || others.clause_id || ',') > 0
    )
select
    pairs.clause_id,
    pairs.other_clause_id,
    conflicts.conflict_id,
    conflicts.quantity_zh,
    conflicts.quantity_en,
    {{ what_is_asked("one", "无数字", "按标准计算", "期限") }} as asks_zh,
    {{ what_is_asked("two", "无数字", "按标准计算", "期限") }} as other_asks_zh,
    {{ what_is_asked("one", "no figure", "a norm", "by") }} as asks_en,
    {{ what_is_asked("two", "no figure", "a norm", "by") }} as other_asks_en,
    one.indicator_id = two.indicator_id as is_same_indicator
from pairs
inner join {{ source("reference", "clause") }} as one on pairs.clause_id = one.clause_id
inner join {{ source("reference", "clause") }} as two on pairs.other_clause_id = two.clause_id
left join
    {{ source("reference", "conflict") }} as conflicts
    on instr(',' || conflicts.clause_ids || ',', ',' || pairs.clause_id || ',') > 0
    and instr(',' || conflicts.clause_ids || ',', ',' || pairs.other_clause_id || ',') > 0
