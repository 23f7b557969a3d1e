-- What each meeting adds to the counts of meetings.
{%- set counted = {
    "hearings": "'hearing'",
    "common_issue_meetings": "'common_issue'",
    "duty_reports": "'secretary_report', 'head_report', 'director_report'",
    "joint_committee_meetings": "'joint_committee'",
    "popular_opinion_meetings": "'popular_opinion'",
    "political_consultations": "'political_consultation'",
} %}
select
    unit_id,
    held_on as day,
    {% for measure, kinds in counted.items() %}
        case when kind in ({{ kinds }}) then 1 end as {{ measure }},
    {% endfor %}
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_meeting") }}
