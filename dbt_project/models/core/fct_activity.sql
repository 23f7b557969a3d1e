select unit_id, activity_no, held_on, kind, field, co_host, target_group, participants, hours, feedback, {{ lineage() }}
from ({{ current_rows("activities") }}) as counted
