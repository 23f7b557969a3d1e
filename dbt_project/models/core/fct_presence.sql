-- What a unit has, and from when to when: one branch for each dataset whose rows show that something is present. The
-- item is the dataset and the code of its column declared with presence; compositions name items so.
select unit_id, 'registers.' || item as item, valid_from, valid_to, evidence, {{ lineage() }}
from {{ ref("fct_register_spell") }}
union all
select unit_id, 'facility_functions.' || facility_function, valid_from, valid_to, evidence, {{ lineage() }}
from {{ ref("fct_facility_function_spell") }}
union all
select unit_id, 'network_points.' || kind, opened_on, closed_on, point_no, {{ lineage() }}
from {{ ref("fct_network_point") }}
union all
select unit_id, 'posts.' || role, valid_from, valid_to, post_no, {{ lineage() }}
from {{ ref("fct_post_spell") }}
where holders > 0
union all
select unit_id, 'service_items.' || domain, valid_from, least(withdrawn_on, valid_to), item_no, {{ lineage() }}
from {{ ref("fct_service_item_spell") }}
where withdrawn_on is null or withdrawn_on > valid_from
union all
select unit_id, 'data_feeds.' || feed, greatest(live_since, valid_from), valid_to, kind, {{ lineage() }}
from {{ ref("fct_data_feed_spell") }}
where live_since is not null and (valid_to is null or live_since < valid_to)
union all
-- what was held is there for a year
select unit_id, 'meetings.' || kind, held_on, {{ add_days("held_on", 365) }}, minutes, {{ lineage() }}
from {{ ref("fct_meeting") }}
union all
select unit_id, 'organisations.' || class, valid_from, valid_to, org_no, {{ lineage() }}
from {{ ref("fct_organisation_spell") }}
union all
-- An assessment speaks for its year.
select
    unit_id,
    'projects.' || class,
    started_on,
    case when class like '%_assessment' then make_date(year(started_on) + 1, 1, 1) else ended_on end,
    project_no,
    {{ lineage() }}
from {{ ref("fct_project") }}
union all
-- A plan counts where it includes community facilities.
select unit_id, 'planning_cases.' || kind, filed_on, cast(null as date), case_no, {{ lineage() }}
from {{ ref("fct_planning_case") }}
where compliant = 'yes'
union all
select unit_id, item, valid_from, valid_to, evidence, {{ lineage() }}
from {{ ref("fct_common_spell") }}
