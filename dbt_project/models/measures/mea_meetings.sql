-- What each meeting adds to the counts of meetings. A post's report counts once a half-year, so that two by one post do
-- not stand for another's.
{%- set counted = {
    "hearings": "hearing",
    "common_issue_meetings": "common_issue",
    "joint_committee_meetings": "joint_committee",
    "popular_opinion_meetings": "popular_opinion",
    "political_consultations": "political_consultation",
} %}
select
    unit_id,
    held_on as day,
    {% for measure, kind in counted.items() %} case when kind = '{{ kind }}' then 1 end as {{ measure }}, {% endfor %}
    case
        when
            kind in ('secretary_report', 'head_report', 'director_report')
            and row_number() over (
                partition by unit_id, kind, {{ period_start_of("held_on", "half_year") }} order by held_on
            )
            = 1
        then 1
    end as duty_reports,
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_meeting") }}
