select unit_id, held_on, kind, expected, attended, residents, minutes, {{ lineage() }}
from ({{ current_rows("meetings") }}) as counted
