-- One row per measurable fact of the documents, how it is dealt with, and whether a figure stands for it yet.
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
            ) as lit,
            max(case when valued.clause_id is not null then 1 else 0 end) as valued
        from {{ source("reference", "clause_fact") }} as links
        inner join {{ source("reference", "clause") }} as clauses on links.clause_id = clauses.clause_id
        left join
            (
                select distinct clause_id
                from {{ ref("fct_assessment") }}
                where value is not null and status not in ('no_data', 'not_applicable')
            ) as valued
            on links.clause_id = valued.clause_id
        group by links.fact_id
    ),
    printed as (
        select fact_id, max(case when computed is not null then 1 else 0 end) as valued
        from {{ ref("fct_reconciliation") }}
        group by fact_id
    )
select
    facts.fact_id,
    facts.policy_id,
    facts.article,
    facts.kind,
    case
        when refused.fact_id is not null
        then 'refused'
        when judged.lit = 1
        then 'judged'
        when judged.lit = 0
        then 'monitored'
        when printed.fact_id is not null
        then 'reconciled'
        else 'missing'
    end as disposition,
    coalesce(judged.valued, 0) + coalesce(printed.valued, 0) > 0 as has_figure,
    refused.reason_zh as reason,
    refused.reason_en
from {{ source("reference", "fact") }} as facts
left join judged on facts.fact_id = judged.fact_id
left join printed on facts.fact_id = printed.fact_id
left join {{ source("reference", "fact_refused") }} as refused on facts.fact_id = refused.fact_id
where facts.measurable <> 'no'
