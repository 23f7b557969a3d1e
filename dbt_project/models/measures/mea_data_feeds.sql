-- What each feed adds: whether it is in scope and live, and its records.
{%- set counted = {
    "systems_listed": ("kind = 'department_system'", "1"),
    "systems_live": ("kind = 'department_system' and live_since is not null", "1"),
    "networks_listed": ("kind = 'service_network'", "1"),
    "networks_live": ("kind = 'service_network' and live_since is not null", "1"),
    "shared_datasets_listed": ("kind = 'shared_dataset'", "1"),
    "shared_datasets_live": ("kind = 'shared_dataset' and live_since is not null", "1"),
    "records_expected": ("kind = 'register'", "expected"),
    "records_entered": ("kind = 'register'", "entered"),
    "resources_expected": ("feed = 'service_resources' and kind = 'domain'", "expected"),
    "resources_entered": ("feed = 'service_resources' and kind = 'domain'", "entered"),
    "resources_refreshed": ("feed = 'service_resources' and kind = 'domain'", "refreshed"),
    "resources_published": ("feed = 'service_resources' and kind = 'domain'", "published"),
} %}
select
    unit_id,
    valid_from,
    valid_to,
    {% for measure, (condition, amount) in counted.items() %}
        case when {{ condition }} then {{ amount }} end as {{ measure }},
    {% endfor %}
    basis,
    delivery_id,
    sheet,
    row_number
from {{ ref("fct_data_feed_spell") }}
