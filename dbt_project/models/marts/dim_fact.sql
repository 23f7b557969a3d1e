-- One row per fact of the documents that the system deals with, and how.
with
    judged as (
        select
            links.fact_id,
            max(
                case
                    when
                        clauses.threshold_origin = 'printed'
                        and (clauses.strength = 'required' or clauses.kind = 'target')
                    then 1
                    else 0
                end
            ) as lit
        from {{ source("reference", "clause_fact") }} as links
        inner join {{ source("reference", "clause") }} as clauses on links.clause_id = clauses.clause_id
        group by links.fact_id
    ),
    printed as (select distinct fact_id from {{ source("reference", "printed_figure") }}),
    refused as (select fact_id, reason_zh, reason_en from {{ source("reference", "fact_refused") }}),
    facts as (
        select fact_id
        from judged
        union
        select fact_id
        from printed
        union
        select fact_id
        from refused
    )
select
    facts.fact_id,
    case
        when refused.fact_id is not null
        then 'refused'
        when judged.lit = 1
        then 'judged'
        when judged.lit = 0
        then 'monitored'
        else 'reconciled'
    end as disposition,
    refused.reason_zh as reason,
    refused.reason_en as reason_en
from facts
left join judged on facts.fact_id = judged.fact_id
left join printed on facts.fact_id = printed.fact_id
left join refused on facts.fact_id = refused.fact_id
