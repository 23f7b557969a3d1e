select unit_id, clause_id, stated_on, state, promised_on, assigned_to, remark, {{ lineage() }}
from ({{ current_rows("follow_ups") }}) as counted
