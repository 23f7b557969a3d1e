{{ config(meta={"by": "unit", "day": "held_on"}) }}
select unit_id, org_name, held_on, kind, expected, attended, {{ lineage() }}
from ({{ current_rows("party_meetings") }}) as counted
