-- Tasks are due from the day they were set; done, and checked, from the days those happened.
{% set counted = {
    "projects_running": (
        "started_on",
        "ended_on",
        "class in ('self_governance', 'public_benefit', 'culture_sport')",
    ),
    "experiment_pilots": ("started_on", "ended_on", "class= 'experiment_pilot'"),
    "reform_pilots": ("started_on", "ended_on", "class= 'reform_pilot'"),
    "station_split_pilots": ("started_on", "ended_on", "class= 'station_split_pilot'"),
    "implementing_rules": ("started_on", "ended_on", "class= 'implementing_rules'"),
    "tasks": (
        "started_on",
        "null",
        "class in ('mobilisation_task', 'implementation_task', 'summary_task')",
    ),
    "tasks_checked": (
        "evaluated_on",
        "null",
        "class in ('mobilisation_task', 'implementation_task', 'summary_task') and evaluated_on is not null",
    ),
    "mobilisation_tasks": ("started_on", "null", "class= 'mobilisation_task'"),
    "mobilisation_tasks_done": ("ended_on", "null", "class= 'mobilisation_task' and ended_on is not null"),
} %}
{% for measure, (first, last, condition) in counted.items() %}
    select
        unit_id,
        {{ first }} as valid_from,
        cast({{ last }} as date) as valid_to,
        {% for other in counted %} {{ 1 if other == measure else 0 }} as {{ other }}, {% endfor %}
        basis,
        delivery_id,
        sheet,
        row_number
    from {{ ref("fct_project") }}
    where {{ condition }} {{ "union all" if not loop.last }}
{% endfor %}
