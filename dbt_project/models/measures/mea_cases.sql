-- What each matter adds to the counts of matters, on the day it was received. Limits count on their own last day: see
-- mea_case_limits.
{{ config(meta={"day": "day"}, materialized="view") }}
{%- set counted = {
    "cases_received": "true",
    "cases_with_handler": "handler is not null",
    "cases_first_received": "first_received_by is not null",
    "cases_told_at_once": "told_at_once = 'yes'",
    "simple_cases": "kind = 'simple'",
    "simple_on_the_spot": "kind = 'simple' and settled = 'on_the_spot'",
    "complex_cases": "kind = 'complex'",
    "complex_referred": "kind = 'complex' and referred_on is not null",
    "home_requests": "kind = 'home_service'",
    "home_fulfilled": "kind = 'home_service' and settled = 'home'",
    "hazards": "kind = 'hazard'",
    "hazards_referred": "kind = 'hazard' and referred_on is not null",
    "opinions": "kind = 'opinion'",
    "issues": "kind = 'issue'",
    "issues_by_residents": "kind = 'issue' and channel = 'resident'",
    "major_matters": "kind = 'major'",
    "major_consulted": "kind = 'major' and consulted = 'yes'",
    "major_disclosed": "kind = 'major' and disclosed_on is not null",
    "hotline_cases": "channel = 'hotline'",
    "hotline_closed": "channel = 'hotline' and closed_on is not null",
    "facility_complaints": "subject = 'facilities' and kind in ('simple', 'complex', 'opinion')",
    "disputes_four_causes": "kind = 'dispute' and subject in ('demolition', 'pollution', 'property', 'illegal_building')",
    "disputes_deliberated": "kind = 'dispute' and settled = 'deliberation'",
    "cases_settled_in_network": "tier is not null",
    "cases_escalated": "tier in ('center', 'street', 'congress')",
    "elderly_help": "kind = 'help' and tier = 'point'",
} %}
select
    unit_id,
    received_on as day,
    {% for measure, condition in counted.items() %} case when {{ condition }} then 1 end as {{ measure }}, {% endfor %}
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_case") }}
