select unit_id, held_on, kind, method, until, seats, reserved, chosen, from_community, {{ lineage() }}
from ({{ current_rows("elections") }}) as counted
