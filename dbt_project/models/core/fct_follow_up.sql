select unit_id, clause_id, stated_on, state, promised_on, remark, {{ lineage() }}
from ({{ current_rows("follow_ups") }}) as counted
