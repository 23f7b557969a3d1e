-- A project's money counts when it begins, its contract when it is settled. Incubated projects are those of the three
-- classes that residents and social organisations run.
{% set incubated = "class in ('self_governance', 'public_benefit', 'culture_sport')" %}
{% set bought = "source = 'government' and way in ('purchase_project', 'purchase_post')" %}
{% set shares = {
    "purchased": "source = 'government'",
    "venture": "source in ('venture_city', 'venture_street')",
    "crowdfunded": "source = 'crowdfunding'",
    "self_funded": "source = 'self_funded'",
    "not_direct": "way <> 'direct'",
    "priority": "target_group in ('elderly', 'women', 'children', 'disabled', 'unemployed')",
} %}
select
    unit_id,
    started_on as day,
    {% for kind in ["entrusted", "assisted"] %}
        case when class = '{{ kind }}_affair' then 1 else 0 end as {{ kind }}_items,
        case when class = '{{ kind }}_affair' and amount > 0 then 1 else 0 end as {{ kind }}_items_funded,
    {% endfor %}
    case when class = 'entrusted_affair' and contract_on is not null then 1 else 0 end as entrusted_items_contracted,
    case when {{ incubated }} then amount else 0 end as project_funds,
    {% for share, condition in shares.items() %}
        case when {{ incubated }} and {{ condition }} then amount else 0 end as project_funds_{{ share }},
    {% endfor %}
    case when {{ incubated }} and amount > 0 and {{ shares.priority }} then target_group end as priority_group,
    case when {{ bought }} then amount else 0 end as purchase_funds,
    case when source = 'government' and way = 'purchase_project' then amount else 0 end as purchase_funds_projects,
    case
        when class = 'volunteer_service' and (({{ bought }}) or source in ('donated', 'partner')) then amount else 0
    end as volunteering_funds,
    case when class = 'volunteer_service' and {{ bought }} then amount else 0 end as volunteering_funds_purchased,
    {% for level in ["city", "street"] %}
        case when source = 'venture_{{ level }}' then 1 else 0 end as venture_projects_{{ level }},
    {% endfor %}
    case when class = 'co_built_works' then 1 else 0 end as co_built_works,
    case when class = 'co_built_works' then amount else 0 end as co_built_works_funds,
    0 as contracts_settled,
    0 as contracts_settled_after_evaluation,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_project") }}
union all
select
    unit_id,
    paid_on,
    {% for _ in range(21) %} {{ "null" if loop.index == 13 else 0 }}, {% endfor %}
    1,
    case when evaluated_on <= paid_on then 1 else 0 end,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_project") }}
where paid_on is not null and contract_on is not null
